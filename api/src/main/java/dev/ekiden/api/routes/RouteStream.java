package dev.ekiden.api.routes;

import dev.ekiden.api.agentlink.Outbox;
import dev.ekiden.api.control.Committed;
import dev.ekiden.api.control.ControlLoop;
import dev.ekiden.api.control.Leadership;
import dev.ekiden.api.control.Leading;
import dev.ekiden.api.control.Settings;
import dev.ekiden.api.control.View;
import dev.ekiden.core.wire.RouteTable;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells routers all routes: when they connect, when the routes have changed, and every so often in
 * case something was missed.
 */
@ApplicationScoped
public class RouteStream {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final long REPEAT_SECONDS = 15;

  /**
   * Time between two tables, in times that the last one took to make: a fifth of a core at most.
   */
  private static final long REST_FACTOR = 4;

  @Resource private ManagedExecutorService executor;
  @Resource private ManagedScheduledExecutorService timer;

  @Inject private View view;
  @Inject private ControlLoop loop;
  @Inject private Leadership leadership;
  @Inject private Settings settings;

  private final Map<String, Outbox> routers = new ConcurrentHashMap<>();
  private final AtomicBoolean pending = new AtomicBoolean();
  private volatile List<RouteTable.Route> last = List.of();
  private volatile long lastNanos;

  void start(@Observes Startup event) {
    timer.scheduleWithFixedDelay(
        () -> tell(true), REPEAT_SECONDS, REPEAT_SECONDS, TimeUnit.SECONDS);
  }

  void leading(@Observes Leading event) {
    executor.execute(() -> tell(true));
  }

  /** A table names every instance that serves; where that takes long, it is made less often. */
  void committed(@Observes Committed event) {
    if (!routers.isEmpty() && pending.compareAndSet(false, true)) {
      timer.schedule(
          () -> {
            pending.set(false);
            tell(false);
          },
          REST_FACTOR * lastNanos,
          TimeUnit.NANOSECONDS);
    }
  }

  void opened(Session session) {
    var outbox = new Outbox(session, executor);
    routers.put(session.getId(), outbox);
    if (loop.leading()) {
      outbox.send(MAPPER.writeValueAsString(table()));
    }
  }

  void closed(Session session) {
    routers.remove(session.getId());
  }

  private synchronized void tell(boolean always) {
    if (routers.isEmpty() || !loop.leading()) {
      return;
    }
    long begin = System.nanoTime();
    var table = table();
    lastNanos = System.nanoTime() - begin;
    if (always || !table.routes().equals(last)) {
      last = table.routes();
      var text = MAPPER.writeValueAsString(table);
      routers.values().forEach(outbox -> outbox.send(text));
    }
  }

  private RouteTable table() {
    long seq = view.seq();
    return view.read(state -> RouteTables.of(state, leadership.epoch(), seq, settings.domain()));
  }
}
