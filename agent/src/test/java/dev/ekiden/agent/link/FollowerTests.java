package dev.ekiden.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.EndCause;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which orders are carried out. */
class FollowerTests {
  @TempDir Path data;
  private final List<Order> obeyed = new ArrayList<>();
  private int acknowledged;
  private Outbox outbox;
  private Follower follower;

  @BeforeEach
  void make() {
    var epoch = new Epoch(data.resolve("epoch"));
    epoch.admits(5);
    outbox = new Outbox(data.resolve("reports"), 1);
    follower = new Follower(epoch, outbox, new RecordedOrders(obeyed), () -> acknowledged++);
  }

  @Test
  void an_order_of_an_older_epoch_is_refused_and_said_so_once() {
    var logged = new ArrayList<String>();
    var handler = new Recording(logged);
    var logger = Logger.getLogger(Follower.class.getName());
    logger.addHandler(handler);
    try {
      follower.follow(new Order.Kill(4, "a", 0, "old"));
      follower.follow(new Order.Kill(3, "b", 0, "older"));
      follower.follow(new Order.Kill(5, "c", 0, "now"));
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(obeyed).containsExactly(new Order.Kill(5, "c", 0, "now"));
    assertThat(follower.refused()).isEqualTo(2);
    assertThat(logged).hasSize(1);
  }

  @Test
  void an_order_of_a_newer_epoch_makes_the_former_one_old() {
    follower.follow(new Order.Kill(6, "a", 0, ""));
    follower.follow(new Order.Kill(5, "b", 0, ""));
    assertThat(obeyed).containsExactly(new Order.Kill(6, "a", 0, ""));
    assertThat(new Epoch(data.resolve("epoch")).highest()).isEqualTo(6);
  }

  @Test
  void what_is_acknowledged_is_forgotten_and_the_sender_hears_of_it() {
    outbox.add(seq -> new Report.Ended(seq, "a", EndCause.EXITED, 1, "", List.of(), 1));
    follower.follow(new Order.Acknowledge(1));
    follower.follow(new Order.Acknowledge(1));
    assertThat(outbox.unacknowledged()).isEmpty();
    assertThat(acknowledged).isEqualTo(2);
  }

  private static final class Recording extends Handler {
    private final List<String> logged;

    Recording(List<String> logged) {
      this.logged = logged;
    }

    @Override
    public void publish(LogRecord entry) {
      logged.add(entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
