package dev.ekiden.api.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ekiden.api.Specs;
import dev.ekiden.api.control.TestSettings;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.problem.Violation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads: whole or not at all, under the digest of their bytes. */
class ArtifactStoreTests {
  /** Of the four bytes "abcd", by sha256sum. */
  private static final String ABCD =
      "88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589";

  @TempDir private Path parent;
  private Path folder;
  private final ArtifactStore store = new ArtifactStore();

  @BeforeEach
  void settle() {
    folder = parent.resolve("artifacts");
    store.settings = new TestSettings(folder);
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  @Test
  void bytes_are_kept_under_their_digest() throws IOException {
    var stored = store.put(bytes("abcd"));
    assertThat(stored).isEqualTo(new ArtifactStore.Stored(ABCD, folder.resolve(ABCD), 4, false));
    assertThat(store.find(ABCD)).contains(folder.resolve(ABCD));
    assertThat(folder.resolve(ABCD)).hasContent("abcd");
    assertThat(files()).containsExactly(ABCD);
  }

  @Test
  void the_same_bytes_are_known_and_kept_once() throws IOException {
    store.put(bytes("abcd"));
    assertThat(store.put(bytes("abcd")).known()).isTrue();
    assertThat(files()).containsExactly(ABCD);
  }

  @Test
  void nothing_is_an_artifact_too() {
    assertThat(store.put(bytes("")).size()).isZero();
  }

  @Test
  void what_is_larger_than_allowed_is_refused_and_leaves_nothing() throws IOException {
    assertThat(store.put(bytes("abcd"), 4).size()).isEqualTo(4);
    var problem = catchThrowableOfType(ApiProblem.class, () -> store.put(bytes("abcde"), 4));
    assertThat(problem.status()).isEqualTo(413);
    assertThat(files()).containsExactly(ABCD);
  }

  @Test
  void a_stream_that_breaks_leaves_nothing() throws IOException {
    var broken = new SequenceInputStream(bytes("half"), breaking("Connection reset"));
    var problem = catchThrowableOfType(ApiProblem.class, () -> store.put(broken));
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem).hasMessageContaining("Connection reset");
    assertThat(files()).isEmpty();
  }

  @Test
  void a_full_disk_is_said_as_such_and_leaves_nothing() throws IOException {
    var broken = new SequenceInputStream(bytes("half"), breaking("No space left on device"));
    var problem = catchThrowableOfType(ApiProblem.class, () -> store.put(broken));
    assertThat(problem.status()).isEqualTo(507);
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abcd", "../../etc/passwd", ".", "/", "88D4266F"})
  void what_is_no_digest_is_not_found(String digest) {
    store.put(bytes("abcd"));
    assertThat(store.find(digest)).isEmpty();
  }

  @Test
  void an_app_may_fetch_only_what_was_uploaded() {
    var uris = new ArtifactUris();
    uris.store = store;
    store.put(bytes("abcd"));
    var unknown = "0".repeat(64);
    var spec =
        Specs.app(
            "/shop/web",
            """
            'fetch':[{'uri':'artifact:sha256:%s/a.zip'},{'uri':'https://example.org/x'},
                     {'uri':'artifact:sha256:%s/b.zip'}]
            """
                .formatted(ABCD, unknown));
    assertThat(uris.missing(spec)).extracting(Violation::path).isEqualTo(List.of("/fetch/2/uri"));
  }

  private static InputStream breaking(String message) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException(message);
      }
    };
  }

  private List<String> files() throws IOException {
    try (var all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).toList();
    }
  }
}
