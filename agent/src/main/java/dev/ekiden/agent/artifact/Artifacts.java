package dev.ekiden.agent.artifact;

import dev.ekiden.core.wire.Fetch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Puts what an instance needs into its sandbox. Artifacts with a digest are fetched once, verified
 * and kept while there is room; several instances that want the same wait for the one download.
 */
public final class Artifacts {
  private static final Pattern ARTIFACT = Pattern.compile("artifact:sha256:([0-9a-f]{64})/([^/]+)");
  private static final long MEBI = 1024L * 1024;
  private static final long MAX_DOWNLOAD_BYTES = 2048 * MEBI;
  private static final long MAX_UNPACKED_BYTES = 4096 * MEBI;
  private static final long MAX_CACHE_BYTES = 4096 * MEBI;
  private static final int TRIES = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  private final Path cache;
  private final HttpClient masters;
  private final Supplier<Optional<URI>> master;
  private final long maxCacheBytes;
  private final ConcurrentHashMap<String, ReentrantLock> inUse = new ConcurrentHashMap<>();

  /**
   * @param masters client with our certificate, used for the masters only
   * @param master {@code https://host:port} of the one we are connected to, if any
   */
  public Artifacts(Path cache, HttpClient masters, Supplier<Optional<URI>> master) {
    this(cache, masters, master, MAX_CACHE_BYTES);
  }

  Artifacts(Path cache, HttpClient masters, Supplier<Optional<URI>> master, long maxCacheBytes) {
    this.cache = cache;
    this.masters = masters;
    this.master = master;
    this.maxCacheBytes = maxCacheBytes;
  }

  /** Fetches, unpacks or copies one thing; the message of what it throws is for people. */
  public void put(Fetch fetch, Path sandboxRoot, long diskMib)
      throws IOException, InterruptedException {
    var artifact = ARTIFACT.matcher(fetch.uri());
    if (artifact.matches()) {
      var digest = artifact.group(1);
      var lock = lock(digest);
      lock.lockInterruptibly();
      try {
        place(fetch, cached(digest), artifact.group(2), sandboxRoot, diskMib);
      } finally {
        lock.unlock();
      }
      return;
    }
    var uri = URI.create(fetch.uri());
    if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
      throw new ArtifactException("cannot fetch %s: not an artifact or URL".formatted(fetch.uri()));
    }
    Files.createDirectories(cache);
    var temporary = Files.createTempFile(cache, "url", ".part");
    try (var client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      retry(fetch.uri(), () -> download(client, uri, temporary, Optional.empty()));
      var path = Optional.ofNullable(uri.getPath()).orElse("");
      var name = path.substring(path.lastIndexOf('/') + 1);
      place(fetch, temporary, name.isEmpty() ? "download" : name, sandboxRoot, diskMib);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Gives the whole sandbox to the instance's user. */
  public static void give(Path sandbox, int uid) throws IOException {
    new Sandbox(sandbox).give(uid);
  }

  private ReentrantLock lock(String digest) {
    return inUse.computeIfAbsent(digest, _ -> new ReentrantLock());
  }

  /** Called with the digest's lock held: one download, and nobody takes the file away. */
  private Path cached(String digest) throws IOException, InterruptedException {
    var file = cache.resolve(digest);
    if (Files.exists(file)) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return file;
    }
    Files.createDirectories(cache);
    var temporary = cache.resolve(digest + ".part");
    retry("artifact sha256:" + digest, () -> fromMaster(digest, temporary));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    makeRoom(digest);
    return file;
  }

  /** Drops what was used longest ago until the cache has its size again. */
  private void makeRoom(String justFetched) throws IOException {
    var files = new ArrayList<Path>();
    try (var entries = Files.list(cache)) {
      entries.filter(Files::isRegularFile).forEach(files::add);
    }
    files.sort(Comparator.comparingLong(file -> file.toFile().lastModified()));
    var total = files.stream().mapToLong(file -> file.toFile().length()).sum();
    for (var file : files) {
      var name = file.getFileName().toString();
      if (total <= maxCacheBytes || name.equals(justFetched)) {
        continue;
      }
      var lock = lock(name);
      if (lock.tryLock()) {
        try {
          total -= file.toFile().length();
          Files.deleteIfExists(file);
        } finally {
          lock.unlock();
        }
      }
    }
  }

  private void fromMaster(String digest, Path target) throws IOException, InterruptedException {
    var base = master.get().orElseThrow(() -> new IOException("no master is connected"));
    download(masters, base.resolve("/agent/artifacts/" + digest), target, Optional.of(digest));
  }

  private interface Attempt {
    void run() throws IOException, InterruptedException;
  }

  /** What the far side has said for good is not asked again. */
  private static void retry(String what, Attempt attempt) throws IOException, InterruptedException {
    var pause = FIRST_PAUSE;
    for (int tries = 1; ; tries++) {
      try {
        attempt.run();
        return;
      } catch (ArtifactException e) {
        throw e;
      } catch (IOException e) {
        if (tries == TRIES) {
          throw new ArtifactException(
              "cannot fetch %s: %s (%d tries)"
                  .formatted(
                      what, Optional.ofNullable(e.getMessage()).orElse(e.toString()), tries));
        }
        Thread.sleep(pause);
        pause = pause.multipliedBy(2);
      }
    }
  }

  private static void download(HttpClient client, URI uri, Path target, Optional<String> digest)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri).timeout(ANSWER_TIMEOUT).build();
    var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (var body = response.body()) {
      var status = response.statusCode();
      if (status >= 500) {
        throw new IOException("answered " + status);
      }
      if (status != 200) {
        throw new ArtifactException("cannot fetch %s: answered %d".formatted(uri, status));
      }
      var seen = copy(body, target, uri);
      if (digest.isPresent() && !digest.get().equals(seen)) {
        throw new ArtifactException(
            "artifact sha256:%s arrived as sha256:%s".formatted(digest.get(), seen));
      }
    }
  }

  private static String copy(InputStream body, Path target, URI uri) throws IOException {
    var sha256 = sha256();
    var total = 0L;
    try (OutputStream out = Files.newOutputStream(target)) {
      var buffer = new byte[32 * 1024];
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        total += count;
        if (total > MAX_DOWNLOAD_BYTES) {
          throw new ArtifactException(
              "%s is larger than %d MiB".formatted(uri, MAX_DOWNLOAD_BYTES / MEBI));
        }
        sha256.update(buffer, 0, count);
        out.write(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static void place(Fetch fetch, Path file, String name, Path root, long diskMib)
      throws IOException {
    var sandbox = new Sandbox(root);
    if (fetch.extract() && Unpacker.unpacks(name)) {
      var maxBytes = diskMib > 0 ? diskMib * MEBI : MAX_UNPACKED_BYTES;
      var into = fetch.destPath().isEmpty() ? root : sandbox.place(fetch.destPath(), "destPath");
      if (Files.isSymbolicLink(into)) {
        throw new ArtifactException("destPath " + fetch.destPath() + " is a link");
      }
      Files.createDirectories(into);
      new Unpacker(new Sandbox(into), maxBytes).unpack(file, name);
      return;
    }
    var target =
        sandbox.place(
            fetch.destPath().isEmpty() ? name : fetch.destPath(), "destPath of " + fetch.uri());
    Files.deleteIfExists(target);
    Files.copy(file, target);
    if (fetch.executable()) {
      Unpacker.makeExecutable(target);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
