package dev.ekiden.agent.router;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** Entry point of the router: {@code Main config.properties}. */
public final class Main {
  private static final String LOG_FORMAT = "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n";
  private static final int BAD_SETTINGS = 2;

  private Main() {}

  /** Runs until killed. A configuration that cannot work is one line and exit code 2. */
  public static void main(String[] args) throws InterruptedException {
    System.setProperty("java.util.logging.SimpleFormatter.format", LOG_FORMAT);
    try {
      if (args.length != 1) {
        throw new SettingsException("usage: router <config.properties>");
      }
      run(Settings.read(Path.of(args[0])));
    } catch (SettingsException e) {
      System.err.println("router: " + e.getMessage());
      System.exit(BAD_SETTINGS);
    }
  }

  private static void run(Settings settings) throws SettingsException, InterruptedException {
    var tls = MutualTls.context(settings);
    requireHaproxy();
    var lock = settings.data().resolve("router.lock");
    try {
      Files.createDirectories(settings.data());
      try (var channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        if (channel.tryLock() == null) {
          throw new SettingsException("another router already works in " + settings.data());
        }
        var router = new Router(settings);
        try (var feed = new RouteFeed(settings.masters(), tls, router::offer)) {
          feed.start();
          router.run();
        }
      }
    } catch (IOException e) {
      throw new SettingsException("cannot use " + settings.data(), e);
    }
  }

  private static void requireHaproxy() throws SettingsException {
    var path = System.getenv().getOrDefault("PATH", "");
    if (Stream.of(path.split(":")).noneMatch(dir -> Files.isExecutable(Path.of(dir, "haproxy")))) {
      throw new SettingsException("haproxy is not in the PATH: apt-get install haproxy");
    }
  }
}
