package dev.ekiden.agent.router;

import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** A steady stream of requests over kept connections; counts who served and what failed. */
final class Stream implements AutoCloseable {
  private final ConcurrentSkipListMap<String, LongAdder> served = new ConcurrentSkipListMap<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final LongAdder count = new LongAdder();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean closed;

  Stream(Stage stage, String host, int connections) throws Exception {
    for (int i = 0; i < connections; i++) {
      var client = stage.client();
      threads.execute(() -> ask(client, host));
    }
    awaitMore(connections);
  }

  void awaitMore(int requests) throws Exception {
    var goal = count.sum() + requests;
    Eventually.await(requests + " more requests", () -> count.sum() >= goal);
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  SortedMap<String, LongAdder> servedBy() {
    return served;
  }

  private void ask(TinyClient client, String host) {
    while (!closed) {
      try {
        var answer = client.get(host, "/");
        if (answer.status() == 200) {
          served.computeIfAbsent(answer.servedBy(), _ -> new LongAdder()).increment();
        } else {
          failures.add("status " + answer.status());
        }
      } catch (Exception e) {
        failures.add(e.toString());
      }
      count.increment();
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.close();
  }
}
