package dev.ekiden.api.agentlink;

import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Orders and reports as JSON texts; unknown fields come from newer agents and are passed over. */
final class WireJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private WireJson() {}

  static String write(Order order) {
    return MAPPER.writerFor(Order.class).writeValueAsString(order);
  }

  static Report read(String text) {
    return MAPPER.readValue(text, Report.class);
  }
}
