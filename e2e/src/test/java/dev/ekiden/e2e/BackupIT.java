package dev.ekiden.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster that lost everything but what runs on its agents comes back from a backup. */
@EndToEnd
class BackupIT {
  private static final int DAMAGED_BYTES = 4_096;
  private static final String KEPT = "/shop/kept";
  private static final String LATER = "/shop/later";
  private static final String AFTER = "/shop/after";
  private static final Path FILE = Ekiden.TARGET.resolve("backup.tar.gz");

  /** What runs on this machine; a restore leaves it where it is. */
  private static final Set<String> SURVIVING = Set.of("agents", "router");

  @BeforeEach
  void deploy() throws IOException {
    Files.deleteIfExists(FILE);
    Ekiden.up().orFail();
    Apps.deploy(Apps.sample(KEPT, 2));
    Curl.eventually("https://kept.shop.apps.localhost:7443/");
  }

  @AfterEach
  void clear() {
    Ekiden.up().orFail();
    List.of(KEPT, LATER, AFTER, Counter.APP).forEach(Apps::delete);
  }

  @Test
  void all_that_was_known_at_the_backup_comes_back_and_its_instances_never_notice()
      throws IOException {
    var instances = Apps.instances(KEPT);
    var containers = Containers.of(KEPT);
    int atLeast;
    int atMost;
    try (var counter = Counter.start()) {
      counter.awaitMore();
      atLeast = counter.acknowledged();
      Ekiden.run("backup", FILE.toString()).orFail();
      atMost = counter.tried();
      counter.awaitMore();
    }
    Apps.deploy(Apps.sample(LATER, 1));
    electAgain();
    electAgain();
    long epoch = highestEpoch();

    try (var visitor = Visitor.of("kept")) {
      loseAllButWhatRuns();
      Ekiden.run("restore", FILE.toString()).orFail();
      assertThat(Containers.of(KEPT)).isEqualTo(containers);
      Ekiden.up().orFail();

      Eventually.holds("agents are back", BackupIT::agentsAreReady);
      assertThat(Apps.instances(KEPT)).containsExactlyInAnyOrderElementsOf(instances);
      assertThat(Containers.of(KEPT)).isEqualTo(containers);
      assertThat(Apps.get(KEPT).get("ended").size()).isZero();
      assertThat(Counter.value()).isBetween(atLeast, atMost);
      Eventually.holds(
          "what the backup does not know has ended",
          () -> assertThat(Containers.of(LATER)).isEmpty());
      assertThat(Api.as("alice").get("/v2/apps" + LATER).status()).isEqualTo(404);
      assertThat(highestEpoch()).isGreaterThan(epoch);

      Apps.deploy(Apps.sample(AFTER, 1));
      Curl.eventually("https://after.shop.apps.localhost:7443/");
      int answers = visitor.answers();
      Eventually.holds(
          "visitors are answered", () -> assertThat(visitor.answers()).isGreaterThan(answers));
      assertThat(visitor.failures()).isEmpty();
    }
  }

  @Test
  void a_backup_is_for_its_owner_only_and_is_not_replaced_by_accident() throws IOException {
    Ekiden.run("backup", FILE.toString()).orFail();
    var first = Files.readAllBytes(FILE);

    var second = Ekiden.run("backup", FILE.toString());

    assertThat(second.exit()).isNotZero();
    assertThat(second.err().strip()).hasLineCount(1).contains("--force");
    assertThat(Files.readAllBytes(FILE)).isEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(FILE)))
        .isEqualTo("rw-------");
  }

  @Test
  void data_that_is_there_and_a_file_that_is_damaged_are_refused_and_all_runs_on()
      throws IOException {
    Ekiden.run("backup", FILE.toString()).orFail();
    var before = Ekiden.status();

    var overData = Ekiden.run("restore", FILE.toString());
    var bytes = Files.readAllBytes(FILE);
    // One bit may do nothing: in a row of zeros a compressor's back reference may point anywhere.
    for (int i = 0; i < DAMAGED_BYTES; i++) {
      bytes[bytes.length / 2 + i] ^= 0x55;
    }
    Files.write(FILE, bytes);
    var damaged = Ekiden.run("restore", "--force", FILE.toString());

    assertThat(overData.exit()).isNotZero();
    assertThat(overData.err().strip()).hasLineCount(1).contains("holds data already");
    assertThat(damaged.exit()).isNotZero();
    assertThat(damaged.err().strip()).hasLineCount(1).contains("cannot be restored");
    assertThat(Ekiden.status()).isEqualTo(before);
  }

  private static void loseAllButWhatRuns() throws IOException {
    for (var row : Ekiden.status().values()) {
      if (!row.name().startsWith("agent-") && !row.name().equals("router")) {
        Ekiden.kill(row.pid());
      }
    }
    try (var inside = Files.list(Ekiden.DATA)) {
      for (var path : inside.toList()) {
        if (!SURVIVING.contains(path.getFileName().toString())) {
          delete(path);
        }
      }
    }
    try (var left = Files.list(Ekiden.DATA)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(SURVIVING);
    }
  }

  private static void delete(Path tree) throws IOException {
    try (var all = Files.walk(tree)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** So that agents have obeyed leaders that the backup knows nothing of. */
  private static void electAgain() throws IOException {
    long before = highestEpoch();
    Api.as("olga").delete("/v2/leader").expect(200);
    Eventually.holds(
        "agents obey a newer leader", () -> assertThat(highestEpoch()).isGreaterThan(before));
  }

  /** That any agent has obeyed. */
  private static long highestEpoch() throws IOException {
    long highest = 0;
    try (var agents = Files.list(Ekiden.DATA.resolve("agents"))) {
      for (var agent : agents.toList()) {
        var text = Files.readString(agent.resolve("epoch")).strip();
        highest = Math.max(highest, Long.parseLong(text));
      }
    }
    return highest;
  }

  private static void agentsAreReady() {
    var agents = Api.as("olga").get("/v3/agents").expect(200).get("agents");
    assertThat(agents.findValuesAsString("state")).containsExactly("READY", "READY");
  }
}
