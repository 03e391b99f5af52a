package dev.ekiden.agent.router;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What may stand in HAProxy's files and commands. Everything that comes from an app's labels passes
 * here first: a name with a space or a line end in it would otherwise be a piece of configuration.
 */
final class Names {
  private static final int LONGEST_HOST = 253;
  private static final int LONGEST_PATH = 1024;
  private static final int LONGEST_APP = 200;
  private static final int LONGEST_SHOWN = 240;
  private static final int HASH_DIGITS = 10;
  private static final int LONGEST_INSTANCE = 80;

  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern HOST = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*");
  private static final Pattern APP = Pattern.compile("(/[a-z0-9]([a-z0-9.-]*[a-z0-9])?)+");
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private Names() {}

  /** A DNS name of letters, digits, dashes and dots, in lower case. */
  static boolean isHost(String host) {
    return host.length() <= LONGEST_HOST && HOST.matcher(host).matches();
  }

  /** An absolute path of the characters that RFC 3986 allows in one. */
  static boolean isPath(String path) {
    return path.length() <= LONGEST_PATH && PATH.matcher(path).matches();
  }

  /** Marathon's rule for ids of apps. */
  static boolean isApp(String app) {
    return app.length() <= LONGEST_APP && APP.matcher(app).matches();
  }

  /** Looks like an IPv4 or IPv6 address, so that reading it asks no name server. */
  static boolean isAddress(String host) {
    return LITERAL.matcher(host).matches();
  }

  /** Name of one server in a backend; another address gives another name. */
  static String server(String instance, String address) {
    var slug = instance.replaceAll("[^A-Za-z0-9_.-]", "_");
    var cut = slug.substring(0, Math.min(slug.length(), LONGEST_INSTANCE));
    return cut + "-" + hash(instance + "\n" + address);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Text from outside as it may be shown in a log: one line, not too long. */
  static String shown(String text) {
    var line = text.replaceAll("[^\\x20-\\x7e]", "?");
    return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…";
  }

  /** SHA-256 in hexadecimal. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each JDK has SHA-256", e);
    }
  }

  private static String hash(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, HASH_DIGITS);
  }
}
