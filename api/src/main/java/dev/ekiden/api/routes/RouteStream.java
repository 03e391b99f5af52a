package dev.ekiden.api.routes;

import dev.ekiden.api.agentlink.Outbox;
import dev.ekiden.api.control.Committed;
import dev.ekiden.api.control.ControlLoop;
import dev.ekiden.api.control.LeaderAddress;
import dev.ekiden.api.control.Leadership;
import dev.ekiden.api.control.Leading;
import dev.ekiden.api.control.Settings;
import dev.ekiden.api.control.SteppedDown;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells routers all routes: when they connect, when the routes have changed, and every so often in
 * case something was missed. A master that does not lead says who does; routers serve on with what
 * they know. A router that is slow gets the newest routes and none of those in between.
 */
@ApplicationScoped
public class RouteStream {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final long REPEAT_SECONDS = 15;
  private static final long WATCH_MILLIS = 200;
  private static final Duration SENDING = Duration.ofSeconds(10);

  /** Routes are made from the whole state, so that takes one part in so many of the time. */
  private static final int REST = 4;

  private static final long LEAST_REST_MILLIS = 20;

  @Resource private ManagedExecutorService executor;
  @Resource private ManagedScheduledExecutorService timer;
  @Inject private View view;
  @Inject private ControlLoop loop;
  @Inject private Leadership leadership;
  @Inject private Settings settings;

  private final Map<String, Router> routers = new ConcurrentHashMap<>();
  private final AtomicBoolean pending = new AtomicBoolean();
  private volatile List<RouteTable.Route> last = List.of();
  private volatile long restMillis = LEAST_REST_MILLIS;

  /** One router's connection and the newest that it is to hear. */
  private static final class Router {
    private final Newest newest = new Newest();
    private final Outbox outbox;

    Router(Session session, ManagedExecutorService executor) {
      outbox = Outbox.over(session, executor, newest);
    }

    void tell(String text) {
      newest.put(text);
      outbox.wake();
    }
  }

  void start(@Observes Startup event) {
    timer.scheduleWithFixedDelay(
        () -> tell(true), REPEAT_SECONDS, REPEAT_SECONDS, TimeUnit.SECONDS);
    timer.scheduleWithFixedDelay(this::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
  }

  void leading(@Observes Leading event) {
    executor.execute(() -> tell(true));
  }

  void steppedDown(@Observes SteppedDown event) {
    routers.values().forEach(router -> router.newest.forget());
  }

  void committed(@Observes Committed event) {
    if (!routers.isEmpty() && pending.compareAndSet(false, true)) {
      timer.schedule(
          () -> {
            pending.set(false);
            tell(false);
          },
          restMillis,
          TimeUnit.MILLISECONDS);
    }
  }

  void opened(Session session) {
    var router = new Router(session, executor);
    routers.put(session.getId(), router);
    if (loop.leading()) {
      router.tell(MAPPER.writeValueAsString(table()));
    } else {
      hint(router);
    }
  }

  void closed(Session session) {
    routers.remove(session.getId());
  }

  private void watch() {
    long now = System.nanoTime();
    for (var router : routers.values()) {
      if (router.outbox.stuck(SENDING, now)) {
        router.outbox.close("it does not read what it is sent");
      } else if (!loop.leading()) {
        hint(router);
      }
    }
  }

  /** Says who leads, if that is known and new. */
  private void hint(Router router) {
    leadership
        .leader()
        .map(LeaderAddress::agents)
        .filter(address -> !address.equals(settings.agentAdvertise()))
        .map(address -> MAPPER.writeValueAsString(Map.of("leader", address)))
        .filter(router.newest::isNew)
        .ifPresent(router::tell);
  }

  private synchronized void tell(boolean always) {
    if (!loop.leading() || routers.isEmpty()) {
      return;
    }
    long began = System.nanoTime();
    var table = table();
    if (always || !table.routes().equals(last)) {
      last = table.routes();
      var text = MAPPER.writeValueAsString(table);
      routers.values().forEach(router -> router.tell(text));
    }
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    restMillis = Math.max(LEAST_REST_MILLIS, took * REST);
  }

  private RouteTable table() {
    long seq = view.seq();
    return view.read(state -> RouteTables.of(state, leadership.epoch(), seq, settings.domain()));
  }
}
