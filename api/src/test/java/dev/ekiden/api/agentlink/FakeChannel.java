package dev.ekiden.api.agentlink;

import dev.ekiden.core.wire.Order;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** The other end of a WebSocket, which reads when it is told to. */
final class FakeChannel implements Channel {
  /** The test's own thread does everything. */
  static final Executor HERE = Runnable::run;

  private static final JsonMapper MAPPER = new JsonMapper();
  private final List<String> texts = new ArrayList<>();
  private final ArrayDeque<Consumer<Boolean>> unread = new ArrayDeque<>();
  private String closed = "";
  private boolean reads = true;

  @Override
  public void send(String text, Consumer<Boolean> sent) {
    texts.add(text);
    if (reads) {
      sent.accept(true);
    } else {
      unread.add(sent);
    }
  }

  @Override
  public void close(String reason) {
    closed = reason;
  }

  void reads(boolean yes) {
    reads = yes;
    while (yes && !unread.isEmpty()) {
      unread.removeFirst().accept(true);
    }
  }

  void breaks() {
    unread.removeFirst().accept(false);
  }

  List<String> texts() {
    return texts;
  }

  List<Order> orders() {
    return texts.stream()
        .flatMap(
            text ->
                text.startsWith("[")
                    ? List.of(MAPPER.readValue(text, Order[].class)).stream()
                    : List.of(MAPPER.readValue(text, Order.class)).stream())
        .toList();
  }

  /** Why it was closed; empty if it is open. */
  String closed() {
    return closed;
  }
}
