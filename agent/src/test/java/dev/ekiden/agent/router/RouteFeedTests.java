package dev.ekiden.agent.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.RouteTable;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over real mutual TLS 1.3. */
class RouteFeedTests {
  @TempDir Path dir;
  private final BlockingQueue<RouteTable> tables = new LinkedBlockingQueue<>();
  private LocalCa ca;
  private TinyMaster leader;

  @BeforeEach
  void start() throws Exception {
    ca = LocalCa.make(dir);
    leader = new TinyMaster(ca.context("server"), table(1));
  }

  @AfterEach
  void stop() throws Exception {
    leader.close();
  }

  static String table(long seq) {
    return "{\"epoch\":1,\"seq\":"
        + seq
        + ",\"routes\":[{\"app\":\"/shop/web\",\"host\":\"web.shop.apps.localhost\",\"path\":\"/\","
        + "\"backends\":[]}]}";
  }

  private RouteFeed feed(String... masters) throws Exception {
    var addresses = List.of(masters).stream().map(master -> URI.create("wss://" + master)).toList();
    var feed = new RouteFeed(addresses, ca.context("router"), tables::add);
    feed.start();
    return feed;
  }

  private long nextSeq() throws InterruptedException {
    var table = tables.poll(15, TimeUnit.SECONDS);
    assertThat(table).isNotNull();
    return table.seq();
  }

  @Test
  void shows_its_certificate_and_hands_on_each_table_from_its_fragments() throws Exception {
    try (var _ = feed(leader.address())) {
      assertThat(nextSeq()).isEqualTo(1);
      assertThat(leader.visitors.poll(15, TimeUnit.SECONDS))
          .contains("CN=router")
          .contains("OU=routers")
          .endsWith("GET /agent/routes HTTP/1.1");
      leader.push("nonsense");
      leader.push(table(2));
      assertThat(nextSeq()).isEqualTo(2);
    }
  }

  @Test
  void comes_back_after_a_cut() throws Exception {
    try (var _ = feed(leader.address())) {
      assertThat(nextSeq()).isEqualTo(1);
      // On a slow machine the feed may have given up a first connection and be at its second one,
      // so whatever is open is cut until the greeting that only newcomers hear arrives.
      Eventually.await(
          "a table over a new connection",
          () -> {
            leader.cut(table(2));
            var table = tables.poll(1, TimeUnit.SECONDS);
            return table != null && table.seq() == 2;
          });
    }
  }

  @Test
  void leaves_a_master_that_is_gone_without_a_word() throws Exception {
    try (var next = new TinyMaster(ca.context("server"), table(7));
        var _ = feed(leader.address(), next.address())) {
      assertThat(nextSeq()).isEqualTo(1);
      Eventually.await(
          "a table of the other master",
          () -> {
            // Pings are answered for a while, so that their absence means something.
            var table = tables.poll(4, TimeUnit.SECONDS);
            leader.mute();
            return table != null && table.seq() == 7;
          });
    }
  }

  @Test
  void finds_the_leader_past_a_dead_a_silent_and_a_standby_master() throws Exception {
    var hint = "{\"leader\":\"wss://" + leader.address() + "\"}";
    try (var standby = new TinyMaster(ca.context("server"), hint);
        var silent = new TinyMaster(ca.context("server"), "");
        var _ = feed("localhost:1", silent.address(), standby.address())) {
      assertThat(nextSeq()).isEqualTo(1);
    }
  }
}
