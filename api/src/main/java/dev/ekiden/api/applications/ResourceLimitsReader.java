package dev.ekiden.api.applications;

import dev.ekiden.api.json.JsonFields;
import dev.ekiden.core.model.Ceiling;
import dev.ekiden.core.model.ResourceLimits;
import dev.ekiden.core.model.Resources;
import java.util.List;
import java.util.function.DoubleToLongFunction;

/** Reads {@code resourceLimits}: for {@code cpus} and {@code mem} a number or "unlimited". */
final class ResourceLimitsReader {
  static final String UNLIMITED = "unlimited";

  private static final String CPUS = "cpus";
  private static final String MEM = "mem";

  private ResourceLimitsReader() {}

  static ResourceLimits read(JsonFields fields, Resources requested) {
    for (var name : fields.names()) {
      if (!List.of(CPUS, MEM).contains(name)) {
        fields.fault(name, "has no limit of its own: only cpus and mem have");
      }
    }
    var cpus = ceiling(fields, CPUS, AppReader.MOST_CPUS, AppReader::millis, requested.cpuMillis());
    var mem = ceiling(fields, MEM, AppReader.MOST_MIB, AppReader::mebi, requested.memMib());
    return new ResourceLimits(cpus, mem);
  }

  private static Ceiling ceiling(
      JsonFields fields, String name, double most, DoubleToLongFunction unit, long requested) {
    if (!fields.has(name)) {
      return new Ceiling.Request();
    }
    if (fields.raw(name).isString()) {
      if (!UNLIMITED.equals(fields.raw(name).asString())) {
        fields.fault(name, "must be a number or \"unlimited\"");
      }
      return new Ceiling.Unlimited();
    }
    long amount = unit.applyAsLong(fields.number(name, most, 0, most));
    if (amount < requested) {
      fields.fault(name, "must not be less than the app's " + name + ", which it is sure to get");
      return new Ceiling.Request();
    }
    return new Ceiling.Fixed(amount);
  }
}
