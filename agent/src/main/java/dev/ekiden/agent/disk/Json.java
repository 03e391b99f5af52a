package dev.ekiden.agent.disk;

import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of the link and of the checkpoints. */
public final class Json {
  /** Fields that a newer master sends and we do not know are skipped. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Json() {}

  /** With its {@code type}. */
  public static String write(Report report) {
    return MAPPER.writerFor(Report.class).writeValueAsString(report);
  }

  /** A list of them, each with its {@code type}. */
  public static String write(List<Report> reports) {
    return MAPPER.writerFor(Report[].class).writeValueAsString(reports.toArray(Report[]::new));
  }

  /** With its {@code type}. */
  public static String write(Order order) {
    return MAPPER.writerFor(Order.class).writeValueAsString(order);
  }
}
