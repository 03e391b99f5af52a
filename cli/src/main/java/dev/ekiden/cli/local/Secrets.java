package dev.ekiden.cli.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Passwords and keys of one local stack: made at random once, kept in a file of mode 0600. */
public final class Secrets {
  private static final int PASSWORD_BYTES = 18;
  private static final int KEY_BYTES = 32;

  /** What is kept. {@code key} is the name in the file. */
  enum Name {
    POSTGRES("postgres.password", PASSWORD_BYTES),
    EKIDEN_DATABASE("ekiden.database.password", PASSWORD_BYTES),
    KEYCLOAK_DATABASE("keycloak.database.password", PASSWORD_BYTES),
    KEYCLOAK_ADMIN("keycloak.admin.password", PASSWORD_BYTES),
    PORTAL_CLIENT("portal.client.secret", PASSWORD_BYTES),
    KEYSTORE("keystore.password", PASSWORD_BYTES),
    LTPA("ltpa.password", PASSWORD_BYTES),
    /** Encrypts what the masters keep encrypted in the database; 32 bytes. */
    MASTER_KEY("master.key", KEY_BYTES);

    private final String key;
    private final int bytes;

    Name(String key, int bytes) {
      this.key = key;
      this.bytes = bytes;
    }
  }

  private final Path file;
  private final Map<String, String> values = new TreeMap<>();

  /** Nothing is read or written before the first {@link #get}. */
  Secrets(Path file) {
    this.file = file;
  }

  /** A secret; made and kept if the file does not have it yet. */
  synchronized String get(Name name) {
    if (!values.containsKey(name.key)) {
      load();
    }
    var value = values.get(name.key);
    if (value == null) {
      throw new IllegalStateException("no secret " + name.key);
    }
    return value;
  }

  private void load() {
    read(file).forEach((key, value) -> values.put(key.toString(), value.toString()));
    boolean complete = true;
    var random = new SecureRandom();
    for (var each : Name.values()) {
      complete &= values.putIfAbsent(each.key, make(random, each.bytes)) != null;
    }
    if (!complete) {
      PrivateFile.writeProperties(file, values);
    }
  }

  /** Passwords are URL-safe, so that they can stand in any file; keys are plain Base64. */
  private static String make(SecureRandom random, int bytes) {
    var raw = new byte[bytes];
    random.nextBytes(raw);
    return bytes == KEY_BYTES
        ? Base64.getEncoder().encodeToString(raw)
        : Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
  }

  private static Properties read(Path file) {
    var properties = new Properties();
    if (Files.exists(file)) {
      try (var in = Files.newBufferedReader(file)) {
        properties.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return properties;
  }
}
