package dev.ekiden.api.instances;

import dev.ekiden.api.agentlink.Reader;
import dev.ekiden.api.agentlink.Reader.Heard;
import dev.ekiden.api.agentlink.Reading;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.wire.Answer;
import dev.ekiden.core.wire.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The output of some instances as events, as it is written. Instances that come join, up to {@link
 * #MOST} at a time; those that are over, or whose agent is lost, are said to have ended, and the
 * latter are asked again from where they were. Ends when there is nobody left to come, or this
 * master does not lead any more, or after an hour, by when the caller's token is over.
 */
final class Following {
  static final int MOST = 64;

  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration BEAT = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final long TAIL = 8_192;

  /** Whose output it is. */
  interface Crew {
    /** Those to be followed now. */
    Iterable<Instance> now();

    /** Whether others may come. */
    boolean grows();

    /** How a client goes on behind this line, or behind all of a piece. */
    String id(Answer.Line line, long next);
  }

  private final Reader reader;
  private final EventWriter events;
  private final BooleanSupplier leading;
  private final Crew crew;
  private final LogQuery query;
  private final Map<String, Long> positions = new HashMap<>();
  private final Set<String> read = new HashSet<>();
  private final Set<String> over = new HashSet<>();

  Following(Reader reader, EventWriter events, BooleanSupplier leading, Crew crew, LogQuery query) {
    this.reader = reader;
    this.events = events;
    this.leading = leading;
    this.crew = crew;
    this.query = query;
  }

  /** Until it ends; fails when the client is gone. */
  void run() throws IOException, InterruptedException {
    events.begin();
    var began = System.nanoTime();
    var looked = began - LOOK.toNanos();
    var wrote = began;
    while (true) {
      var now = System.nanoTime();
      if (now - looked >= LOOK.toNanos()) {
        looked = now;
        join();
        if (ended(now - began)) {
          return;
        }
      }
      var heard = reader.next(LOOK.minusNanos(now - looked));
      if (heard.isPresent()) {
        tell(heard.get());
        events.flush();
        wrote = System.nanoTime();
      } else if (System.nanoTime() - wrote >= BEAT.toNanos()) {
        events.beat();
        wrote = System.nanoTime();
      }
    }
  }

  private void join() throws IOException {
    for (var instance : crew.now()) {
      var id = instance.id().value();
      if (read.contains(id) || over.contains(id)) {
        continue;
      }
      if (read.size() == MOST) {
        return;
      }
      try {
        var from = positions.containsKey(id) ? query.from(positions.get(id)) : query;
        reader.ask(instance.agent(), from.of(id, true, TAIL));
        read.add(id);
      } catch (ApiProblem e) {
        // Its agent may be back when we look again; if not, it is said once.
        if (positions.putIfAbsent(id, query.of(id, true, TAIL).offset()) == null) {
          end(id, String.valueOf(e.getMessage()), true);
        }
      }
    }
  }

  private boolean ended(long nanos) throws IOException {
    var why =
        !leading.getAsBoolean()
            ? "another master leads now"
            : nanos > LONGEST.toNanos() ? "an hour is over" : "";
    if (!why.isEmpty()) {
      finish(why, true);
      return true;
    }
    if (read.isEmpty() && !crew.grows() && allOver()) {
      finish("there is nothing more to come", false);
      return true;
    }
    return false;
  }

  private boolean allOver() {
    for (var instance : crew.now()) {
      if (!over.contains(instance.id().value())) {
        return false;
      }
    }
    return true;
  }

  private void tell(Heard heard) throws IOException {
    switch (heard) {
      case Heard.Piece(var from, var answer) -> {
        if (answer instanceof Answer.Lines lines) {
          tell(from, lines);
        }
      }
      case Heard.Over(var from, var outcome, var detail) -> {
        var again = outcome == Outcome.BUSY || outcome == Outcome.FAILED;
        read.remove(from.instance());
        if (!again) {
          over.add(from.instance());
        }
        end(from.instance(), detail.isEmpty() ? "it has ended" : detail, again);
      }
    }
  }

  private void tell(Reading from, Answer.Lines lines) throws IOException {
    var some = lines.lines();
    for (int i = 0; i < some.size(); i++) {
      var next = i + 1 < some.size() ? some.get(i + 1).offset() : lines.next();
      var data = LineJson.of(some.get(i)).put("instance", from.instance());
      events.event("line", crew.id(some.get(i), next), data);
    }
    positions.put(from.instance(), lines.next());
  }

  private void end(String instance, String why, boolean again) throws IOException {
    events.event(
        "end", "", Json.object().put("instance", instance).put("why", why).put("again", again));
  }

  private void finish(String why, boolean again) throws IOException {
    events.event("end", "", Json.object().putNull("instance").put("why", why).put("again", again));
    events.flush();
  }
}
