package dev.ekiden.bench.agents;

import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.io.InputStream;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Orders and reports as WebSocket frames. */
final class Wire {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final ObjectReader ORDER = MAPPER.readerFor(Order.class);
  private static final ObjectReader ORDERS = MAPPER.readerFor(Order[].class);
  private static final ObjectWriter REPORT = MAPPER.writerFor(Report.class);
  private static final ObjectWriter REPORTS = MAPPER.writerFor(Report[].class);

  private Wire() {}

  /** One order, or a list of them. */
  static List<Order> read(ByteBuf text) {
    boolean list = text.getByte(text.readerIndex()) == '[';
    InputStream in = new ByteBufInputStream(text);
    return list ? List.of(ORDERS.<Order[]>readValue(in)) : List.of(ORDER.<Order>readValue(in));
  }

  static TextWebSocketFrame write(Report report) {
    return frame(REPORT.writeValueAsBytes(report));
  }

  /** For masters that understand lists. */
  static TextWebSocketFrame write(List<Report> reports) {
    return frame(REPORTS.writeValueAsBytes(reports.toArray(Report[]::new)));
  }

  private static TextWebSocketFrame frame(byte[] text) {
    return new TextWebSocketFrame(Unpooled.wrappedBuffer(text));
  }
}
