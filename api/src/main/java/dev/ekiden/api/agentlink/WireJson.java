package dev.ekiden.api.agentlink;

import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.util.List;
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

  /** A list of them, for agents that understand lists. */
  static String write(List<Order> orders) {
    return MAPPER.writerFor(Order[].class).writeValueAsString(orders.toArray(Order[]::new));
  }

  /** One report, or a list of them. */
  static List<Report> read(String text) {
    return text.startsWith("[")
        ? List.of(MAPPER.readValue(text, Report[].class))
        : List.of(MAPPER.readValue(text, Report.class));
  }
}
