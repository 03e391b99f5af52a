package dev.ekiden.portal.plan;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.util.Map;

/** A definition as text to copy. */
public final class Texts {
  private Texts() {}

  /** Indented JSON. */
  public static String pretty(JsonObject definition) {
    var text = new StringWriter();
    try (var writer =
        Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true)).createWriter(text)) {
      writer.write(definition);
    }
    return text.toString().strip();
  }

  /** The command line that does what the Deploy button does; {@code origin} as "https://host:1". */
  static String curl(String origin, boolean exists, JsonObject definition, String user) {
    var target =
        exists ? "-X PUT " + origin + "/v2/apps" + definition.getString("id") : origin + "/v2/apps";
    return """
        curl --cacert .ekiden/ssl/ca.pem %s \\
          -H "Authorization: Bearer $(./ekiden token %s)" \\
          -H 'Content-Type: application/json' \\
          -d '%s'"""
        .formatted(target, user, pretty(definition).replace("'", "'\\''"));
  }
}
