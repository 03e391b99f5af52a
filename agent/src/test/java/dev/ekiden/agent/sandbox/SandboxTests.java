package dev.ekiden.agent.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ekiden.agent.ondemand.RefusedException;
import dev.ekiden.agent.ondemand.Source;
import dev.ekiden.core.wire.Answer;
import dev.ekiden.core.wire.Outcome;
import dev.ekiden.core.wire.Question;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What owners of sandboxes may put into them, looked at from outside. */
@Timeout(60) // what waits at a FIFO waits for ever
class SandboxTests {
  private static final String SECRET = "the host's secret";

  @TempDir Path directory;
  private Path sandbox;

  @BeforeEach
  void make() throws IOException {
    sandbox = Files.createDirectory(directory.resolve("sandbox"));
    Files.writeString(directory.resolve("secret"), SECRET);
    Files.createDirectories(sandbox.resolve("logs/old"));
    Files.writeString(sandbox.resolve("logs/app.log"), "0123456789");
  }

  private Answer.Entries list(String path, String after, int limit) throws Exception {
    try (var source = Listing.of(sandbox, new Question.Files("i", path, after, limit))) {
      return (Answer.Entries) pieces(source).getFirst();
    }
  }

  private String read(String path, long offset, long length) throws Exception {
    var content = new ByteArrayOutputStream();
    try (var source = Download.of(sandbox, new Question.Download("i", path, offset, length))) {
      for (var piece : pieces(source)) {
        if (piece instanceof Answer.Bytes bytes) {
          content.writeBytes(bytes.content());
        }
      }
    }
    return content.toString();
  }

  private static List<Answer> pieces(Source source) throws Exception {
    var pieces = new ArrayList<Answer>();
    while (true) {
      switch (source.next()) {
        case Source.Step.Piece(var answer) -> pieces.add(answer);
        case Source.Step.Later _ -> Thread.onSpinWait();
        case Source.Step.Done() -> {
          return pieces;
        }
      }
    }
  }

  private void refused(Outcome outcome, String path) {
    for (var way : List.<ThrowingRead>of(() -> read(path, 0, 100), () -> list(path, "", 10))) {
      var refusal = catchThrowableOfType(RefusedException.class, way::read);
      assertThat(refusal).as(path).isNotNull();
      assertThat(refusal.outcome()).as("%s: %s", path, refusal).isEqualTo(outcome);
    }
  }

  private interface ThrowingRead {
    Object read() throws Exception;
  }

  @Test
  void directories_are_listed_with_what_is_in_them() throws Exception {
    Files.createSymbolicLink(sandbox.resolve("current"), Path.of("logs/app.log"));
    assertThat(list("", "", 10).entries())
        .extracting(Answer.Entry::name, Answer.Entry::kind, Answer.Entry::target)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("current", Answer.Kind.LINK, "logs/app.log"),
            org.assertj.core.groups.Tuple.tuple("logs", Answer.Kind.DIRECTORY, ""));
    var log = list("/logs//", "", 10).entries().getFirst();
    assertThat(log.size()).isEqualTo(10);
    assertThat(log.mode() & 0400).isEqualTo(0400);
    assertThat(log.modifiedMillis())
        .isEqualTo(Files.getLastModifiedTime(sandbox.resolve("logs/app.log")).toMillis());
  }

  @Test
  void files_are_read_whole_or_in_part() throws Exception {
    assertThat(read("logs/app.log", 0, Long.MAX_VALUE)).isEqualTo("0123456789");
    assertThat(read("logs/app.log", 3, 4)).isEqualTo("3456");
    assertThat(read("logs/app.log", 8, 100)).isEqualTo("89");
    assertThat(read("logs/app.log", 1000, 4)).isEmpty();
    var large = "x".repeat(100_000);
    Files.writeString(sandbox.resolve("large"), large);
    assertThat(read("large", 0, Long.MAX_VALUE)).isEqualTo(large);
  }

  @Test
  void links_are_followed_inside_and_never_out() throws Exception {
    Files.createSymbolicLink(sandbox.resolve("current"), Path.of("logs"));
    assertThat(read("current/app.log", 0, 4)).isEqualTo("0123");
    Files.createSymbolicLink(sandbox.resolve("up"), Path.of("../secret"));
    Files.createSymbolicLink(sandbox.resolve("absolute"), directory.resolve("secret"));
    Files.createSymbolicLink(sandbox.resolve("root"), Path.of("/"));
    Files.createSymbolicLink(sandbox.resolve("logs/over"), Path.of("../../secret"));
    Files.createSymbolicLink(sandbox.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(sandbox.resolve("magic"), Path.of("/proc/self/root"));
    for (var path : List.of("up", "absolute", "root/etc/passwd", "logs/over", "loop", "magic")) {
      refused(Outcome.REFUSED, path);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", "../secret", "logs/../../secret", "%2E%2E/secret", "a%00b", "a%2Fb"})
  void paths_that_lead_out_or_nowhere_are_refused(String path) {
    refused(Outcome.REFUSED, path);
  }

  @Test
  void what_is_not_there_is_not_found() {
    for (var path : List.of("nothing", "logs/app.log/x", "x".repeat(300), "d/".repeat(3000))) {
      refused(Outcome.NOT_FOUND, path);
    }
    sandbox = directory.resolve("gone");
    refused(Outcome.GONE, "");
  }

  @Test
  void fifos_sockets_and_devices_are_named_and_not_opened() throws Exception {
    run("mkfifo", sandbox.resolve("fifo").toString());
    run("mknod", sandbox.resolve("zero").toString(), "c", "1", "5");
    assertThat(list("", "", 10).entries())
        .extracting(Answer.Entry::kind)
        .containsExactly(Answer.Kind.FIFO, Answer.Kind.DIRECTORY, Answer.Kind.DEVICE);
    for (var name : List.of("fifo", "zero")) {
      refused(Outcome.REFUSED, name);
      refused(Outcome.NOT_FOUND, name + "/x");
    }
  }

  @Test
  void a_name_that_changes_what_it_is_all_the_time_never_leads_out() throws Exception {
    var victim = sandbox.resolve("logs");
    var fifo = sandbox.resolve("fifo");
    run("mkfifo", fifo.toString());
    var link = sandbox.resolve("link");
    Files.createSymbolicLink(link, directory);
    Files.writeString(sandbox.resolve("logs/secret"), "mine");
    var stop = new AtomicBoolean();
    var swapper = Thread.ofPlatform().start(() -> swap(stop, victim, link, fifo));
    var seen = 0;
    try {
      for (int i = 0; i < 4000; i++) {
        try {
          var text = read("logs/secret", 0, 100);
          assertThat(text).isEqualTo("mine");
          seen++;
        } catch (RefusedException e) {
          assertThat(e.outcome()).isIn(Outcome.REFUSED, Outcome.NOT_FOUND);
        }
      }
    } finally {
      stop.set(true);
      swapper.join();
    }
    assertThat(seen).as("looks that found the owner's own").isPositive();
  }

  /** The directory, a link out of the sandbox and a FIFO take turns under one name. */
  private void swap(AtomicBoolean stop, Path victim, Path link, Path fifo) {
    var aside = sandbox.resolve("aside");
    try {
      while (!stop.get()) {
        Files.move(victim, aside, StandardCopyOption.ATOMIC_MOVE);
        for (var other : List.of(link, fifo)) {
          Files.move(other, victim, StandardCopyOption.ATOMIC_MOVE);
          Files.move(victim, other, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(aside, victim, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_file_that_is_replaced_is_read_to_its_end_and_one_that_is_cut_short_fails()
      throws Exception {
    var file = sandbox.resolve("data");
    Files.writeString(file, "a".repeat(70_000));
    var question = new Question.Download("i", "data", 0, Long.MAX_VALUE);
    try (var source = Download.of(sandbox, question)) {
      Files.delete(file);
      Files.writeString(file, "b".repeat(70_000));
      var pieces = pieces(source);
      assertThat(pieces).hasSize(4);
      assertThat(((Answer.Bytes) pieces.getLast()).content()).containsOnly('a');
    }
    try (var source = Download.of(sandbox, question);
        var writing = FileChannel.open(file, StandardOpenOption.WRITE)) {
      source.next();
      source.next();
      writing.truncate(10);
      assertThatThrownBy(() -> pieces(source))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("cut short");
    }
  }

  @Test
  void a_large_directory_comes_in_pages_that_miss_and_repeat_nothing() throws Exception {
    var many = Files.createDirectory(sandbox.resolve("many"));
    var names = IntStream.range(0, 2500).mapToObj("file-%05d"::formatted).toList();
    for (var name : names) {
      Files.createFile(many.resolve(name));
    }
    var seen = new ArrayList<String>();
    var after = "";
    while (true) {
      var page = list("many", after, 300);
      assertThat(page.entries().size()).isLessThanOrEqualTo(300);
      assertThat(page.whole()).isTrue();
      page.entries().forEach(entry -> seen.add(entry.name()));
      if (!page.more()) {
        break;
      }
      after = seen.getLast();
    }
    assertThat(seen).isEqualTo(names);
  }

  @Test
  void names_that_are_no_text_are_found_again() throws Exception {
    var name = FileName.bytes("caf%E9%0A");
    Files.writeString(FileName.in(sandbox, name), "au lait");
    var entry = list("", "", 10).entries().getFirst();
    assertThat(entry.name()).isEqualTo("caf%E9\n");
    assertThat(read(entry.name(), 0, 100)).isEqualTo("au lait");
  }

  @Test
  void long_names_make_a_page_short_and_not_an_answer_long() throws Exception {
    for (int i = 0; i < 300; i++) {
      var name = new byte[250];
      java.util.Arrays.fill(name, (byte) 0xff);
      name[0] = (byte) ('A' + i / 26);
      name[1] = (byte) ('A' + i % 26);
      Files.createFile(FileName.in(sandbox, name));
    }
    var page = list("", "", 1000);
    assertThat(page.more()).isTrue();
    assertThat(page.entries().size()).isBetween(20, 100);
    assertThat(list("", page.entries().getLast().name(), 1000).entries().getFirst().name())
        .isGreaterThan(page.entries().getLast().name());
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
