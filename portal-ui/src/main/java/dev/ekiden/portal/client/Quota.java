package dev.ekiden.portal.client;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** A project's limits: CPU cores, MiB of memory, instances. */
public record Quota(Limit cpus, Limit memMib, Limit instances) {
  static Quota of(Fields quota) {
    return new Quota(quota.limit("cpus"), quota.limit("memMib"), quota.limit("instances"));
  }

  JsonObject json() {
    var json = Json.createObjectBuilder();
    if (cpus instanceof Limit.Of(var value)) {
      json.add("cpus", value);
    }
    whole(json, "memMib", memMib);
    whole(json, "instances", instances);
    return json.build();
  }

  private static void whole(JsonObjectBuilder json, String name, Limit limit) {
    if (limit instanceof Limit.Of(var value)) {
      json.add(name, Math.round(value));
    }
  }
}
