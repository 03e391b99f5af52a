package dev.ekiden.portal.apps;

import dev.ekiden.portal.base.Format;
import dev.ekiden.portal.client.App;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.function.DoubleFunction;

/** What each instance of an app is sure to get, and how much more it may use. */
final class Size {
  private Size() {}

  /** "0.5 CPUs (2 at most) and 256 MiB (no limit but the machine's)". */
  static String words(App app) {
    var limits = app.definition().getOrDefault("resourceLimits", JsonValue.EMPTY_JSON_OBJECT);
    return "%s%s and %s%s"
        .formatted(
            Format.amount(app.cpus(), "CPUs"),
            most(limits.asJsonObject(), "cpus", Format::number),
            Format.mebibytes(app.memMib()),
            most(limits.asJsonObject(), "mem", Format::mebibytes));
  }

  private static String most(JsonObject limits, String name, DoubleFunction<String> format) {
    return switch (limits.get(name)) {
      case null -> "";
      case JsonNumber number -> " (%s at most)".formatted(format.apply(number.doubleValue()));
      default -> " (no limit but the machine's)";
    };
  }
}
