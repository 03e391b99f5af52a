package dev.ekiden.agent;

import dev.ekiden.agent.Config.BadConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What constraints can ask of an agent: {@code [["arch","CLUSTER","x86_64"]]}. */
final class Attributes {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./-]{0,62}");
  private static final int LONGEST_VALUE = 255;
  private static final int MOST = 100;

  private Attributes() {}

  /** Facts first, then {@code attributes.file}, then {@code attributes}: whoever is last wins. */
  static TreeMap<String, String> of(Properties properties, Facts facts) throws BadConfigException {
    var all = new TreeMap<String, String>();
    all.put("kernel", facts.kernel());
    all.put("arch", facts.arch());
    all.put("cpus", Integer.toString(facts.cpus()));
    var file = properties.getProperty("attributes.file", "").strip();
    if (!file.isEmpty()) {
      for (var line : lines(Path.of(file))) {
        if (!line.isBlank() && !line.strip().startsWith("#")) {
          put(all, line, file);
        }
      }
    }
    for (var pair : properties.getProperty("attributes", "").split(";")) {
      if (!pair.isBlank()) {
        put(all, pair, "attributes");
      }
    }
    if (all.size() > MOST) {
      throw new BadConfigException("an agent has %d attributes at most".formatted(MOST));
    }
    return all;
  }

  private static void put(TreeMap<String, String> all, String pair, String where)
      throws BadConfigException {
    var colon = pair.indexOf(':');
    var name = pair.substring(0, Math.max(0, colon)).strip();
    var value = pair.substring(colon + 1).strip();
    if (!NAME.matcher(name).matches() || value.isEmpty() || value.length() > LONGEST_VALUE) {
      throw new BadConfigException(
          "%s: attributes must be name:value, not: %s".formatted(where, pair.strip()));
    }
    all.put(name, value);
  }

  private static List<String> lines(Path file) throws BadConfigException {
    try {
      return Files.readAllLines(file);
    } catch (IOException | UncheckedIOException e) {
      throw new BadConfigException("attributes.file cannot be read: " + e);
    }
  }
}
