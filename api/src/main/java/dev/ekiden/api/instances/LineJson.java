package dev.ekiden.api.instances;

import dev.ekiden.api.json.Json;
import dev.ekiden.core.wire.Answer;
import tools.jackson.databind.node.ObjectNode;

/** A line of output. */
final class LineJson {
  private LineJson() {}

  static ObjectNode of(Answer.Line line) {
    return Json.object()
        .put("offset", line.offset())
        .put("at", line.at())
        .put("stream", line.stream())
        .put("whole", line.whole())
        .put("text", line.text());
  }
}
