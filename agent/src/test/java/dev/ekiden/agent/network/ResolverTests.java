package dev.ekiden.agent.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolverTests {
  @TempDir Path root;

  @BeforeEach
  void layOut() throws IOException {
    Files.createDirectories(root.resolve("etc"));
    Files.createDirectories(root.resolve("run/systemd/resolve"));
  }

  private String configuration(String... told) {
    return new Resolver(root, List.of(told)).configuration();
  }

  @Test
  void nameservers_of_the_machine_that_can_be_reached_are_asked() throws IOException {
    Files.writeString(
        root.resolve("etc/resolv.conf"),
        "nameserver 127.0.0.1\nnameserver ::1\nnameserver 192.0.2.53\nsearch example.org\n");
    assertThat(configuration()).isEqualTo("nameserver 192.0.2.53\nsearch example.org\n");
  }

  @Test
  void a_stub_on_loopback_is_passed_over_for_whom_it_asks() throws IOException {
    Files.writeString(
        root.resolve("etc/resolv.conf"), "nameserver 127.0.0.53\noptions edns0 trust-ad\n");
    Files.writeString(root.resolve("run/systemd/resolve/resolv.conf"), "nameserver 192.0.2.54\n");
    assertThat(configuration()).isEqualTo("nameserver 192.0.2.54\noptions edns0 trust-ad\n");
  }

  @Test
  void what_the_agent_was_told_goes_before() throws IOException {
    Files.writeString(root.resolve("etc/resolv.conf"), "nameserver 192.0.2.53\n");
    assertThat(configuration("192.0.2.1", "192.0.2.2"))
        .isEqualTo("nameserver 192.0.2.1\nnameserver 192.0.2.2\n");
  }

  @Test
  void without_any_it_says_so() {
    assertThat(configuration()).startsWith("# ").doesNotContain("nameserver 1");
  }
}
