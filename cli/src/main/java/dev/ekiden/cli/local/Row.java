package dev.ekiden.cli.local;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One line of {@code status}; a process that does not run has no pid. */
public record Row(String name, String address, Health health, long pidOrZero) {
  /** Its pid, if it runs. */
  public OptionalLong pid() {
    return pidOrZero == 0 ? OptionalLong.empty() : OptionalLong.of(pidOrZero);
  }

  /** As {@code status -o json} shows it: name, pid (a number or null), address, health. */
  public Map<String, @Nullable Object> asJson() {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("name", name);
    fields.put("pid", pidOrZero == 0 ? null : Long.valueOf(pidOrZero));
    fields.put("address", address);
    fields.put("health", health.word());
    return fields;
  }
}
