package dev.ekiden.agent.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenersTests {
  private static final String HEADING =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";

  @TempDir private Path directory;

  private static List<String> seen(Listeners listeners) throws IOException {
    var seen = new ArrayList<String>();
    listeners.each((user, port) -> seen.add(user + " " + port));
    return seen;
  }

  private static Path fixture(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(ListenersTests.class.getResource(name)).toURI());
  }

  /** The line behind a connection is none that the kernel would write: listeners come first. */
  @Test
  void who_listens_is_told_by_user_and_port_and_connections_are_the_end() throws Exception {
    assertThat(seen(new Listeners(fixture("both"))))
        .containsExactly(
            "201004 31000", "201004 8080", "101 53", "-2 65535", "201005 8081", "0 22");
  }

  @Test
  void a_machine_without_ipv6_has_no_second_list() throws Exception {
    assertThat(seen(new Listeners(fixture("four"))))
        .containsExactly("201004 31000", "201004 8080", "101 53", "-2 65535");
  }

  @Test
  void lines_are_put_together_wherever_a_piece_ends() throws Exception {
    var text = Files.readAllBytes(fixture("both/tcp"));
    for (int size : new int[] {1, 7, 150, 151}) {
      var seen = new ArrayList<Integer>();
      var table = new SocketTable((_, port) -> seen.add(port));
      var goesOn = true;
      for (int from = 0; goesOn && from < text.length; from += size) {
        var piece = new byte[Math.min(size, text.length - from)];
        System.arraycopy(text, from, piece, 0, piece.length);
        goesOn = table.take(piece, piece.length);
      }
      assertThat(seen).as("pieces of %d", size).containsExactly(31_000, 8080, 53, 65_535);
      assertThat(goesOn).isFalse();
    }
  }

  @Test
  void nobody_listens_on_an_empty_list_and_a_short_line_is_nobody() throws IOException {
    Files.writeString(directory.resolve("tcp"), HEADING);
    assertThat(seen(new Listeners(directory))).isEmpty();
    Files.writeString(directory.resolve("tcp"), HEADING + "   0: 0100007F:1F90 0:0 0A\n");
    assertThat(seen(new Listeners(directory))).isEmpty();
  }

  @Test
  void a_list_without_end_is_not_read_to_its_end() throws IOException {
    var line =
        "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 7 0 1\n";
    Files.writeString(directory.resolve("tcp"), HEADING + line.repeat(10_000));
    assertThat(seen(new Listeners(directory))).hasSize(10_000);
    assertThat(seen(new Listeners(directory, 100_000))).hasSizeBetween(1_000, 2_000);
  }

  @Test
  void a_kernel_that_does_not_tell_is_an_error() {
    assertThatThrownBy(() -> seen(new Listeners(directory))).isInstanceOf(IOException.class);
  }

  @Test
  void this_kernel_writes_its_list_so() throws IOException {
    try (var four = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      var ports = new ArrayList<Integer>();
      new Listeners(Listeners.KERNEL).each((_, port) -> ports.add(port));
      assertThat(ports).contains(four.getLocalPort());
    }
  }
}
