package dev.ekiden.agent.router;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificates of one test, made by the project's own scripts. */
record LocalCa(Path dir, Path passwordFile) {
  static final Path ISSUE = Path.of("..", "ssl", "issue.sh").toAbsolutePath().normalize();

  private static final Path MAKE = Path.of("..", "ssl", "make.sh").toAbsolutePath().normalize();

  static LocalCa make(Path below) throws Exception {
    var passwordFile = Files.writeString(below.resolve("password"), "secret\n");
    var dir = below.resolve("ssl");
    run(List.of(MAKE.toString(), dir.toString(), passwordFile.toString(), "1"));
    return new LocalCa(dir, passwordFile);
  }

  /** Identity and trust of {@code server} or {@code router}. */
  SSLContext context(String who) throws Exception {
    var password = Files.readString(passwordFile).strip().toCharArray();
    var keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(KeyStore.getInstance(dir.resolve(who + ".p12").toFile(), password), password);
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(KeyStore.getInstance(dir.resolve("trust.p12").toFile(), password));
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  static void run(List<String> command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new AssertionError(command + ": " + output);
    }
  }
}
