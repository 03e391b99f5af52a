package dev.ekiden.api.agentlink;

import dev.ekiden.core.wire.Report;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Questions about logs that agents have not answered yet; each is forgotten after its deadline. */
@ApplicationScoped
public class LogRequests {
  private static final long PATIENCE_SECONDS = 5;

  private final Map<String, CompletableFuture<Report.LogChunk>> open = new ConcurrentHashMap<>();

  /** A new question: its number, and the promise of the answer. */
  record Question(String id, CompletableFuture<Report.LogChunk> answer) {}

  Question ask() {
    var id = UUID.randomUUID().toString();
    var answer =
        new CompletableFuture<Report.LogChunk>().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    open.put(id, answer);
    answer.whenComplete((_, _) -> open.remove(id));
    return new Question(id, answer);
  }

  void answered(Report.LogChunk chunk) {
    var answer = open.get(chunk.request());
    if (answer != null) {
      answer.complete(chunk);
    }
  }
}
