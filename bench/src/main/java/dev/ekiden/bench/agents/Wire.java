package dev.ekiden.bench.agents;

import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.io.InputStream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Orders and reports as WebSocket frames. */
final class Wire {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final ObjectReader ORDERS = MAPPER.readerFor(Order.class);
  private static final ObjectWriter REPORTS = MAPPER.writerFor(Report.class);

  private Wire() {}

  static Order read(ByteBuf text) {
    return ORDERS.readValue((InputStream) new ByteBufInputStream(text));
  }

  static TextWebSocketFrame write(Report report) {
    return new TextWebSocketFrame(Unpooled.wrappedBuffer(REPORTS.writeValueAsBytes(report)));
  }
}
