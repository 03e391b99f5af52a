package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.place.Placement;
import dev.ekiden.core.pool.IntCounts;
import dev.ekiden.core.pool.Standing;
import dev.ekiden.core.share.Preemption;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Hold;
import dev.ekiden.core.state.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes room for apps of higher bands, and keeps it for them: held when others are told to end for
 * it; released when the app is placed there, when it no longer misses so many, when the agent takes
 * nothing more, or when it was held for too long.
 */
final class Preempting {
  /** Instances for which room is being made at the same time, of one app. */
  static final int MOST_HELD = 10;

  /** How often a waiting app looks for others to end: by how long it has waited. */
  private enum Pace {
    EAGER(Duration.ofMinutes(1), Duration.ofSeconds(5)),
    STEADY(Duration.ofMinutes(10), Duration.ofSeconds(30)),
    SLOW(Duration.ofDays(365_000), Duration.ofMinutes(5));

    private final Duration waited;
    private final Duration every;

    Pace(Duration waited, Duration every) {
      this.waited = waited;
      this.every = every;
    }

    static Duration of(Duration waited) {
      for (var pace : values()) {
        if (waited.compareTo(pace.waited) < 0) {
          return pace.every;
        }
      }
      return SLOW.every;
    }
  }

  private Preempting() {}

  /** Room for one more instance, if others can be ended for it and it is not on its way. */
  static List<Fact> makeRoom(
      ClusterState state, AppSpec spec, Instant version, int missing, Instant at, Rules rules) {
    int held = held(state, spec);
    if (held >= Math.min(missing, MOST_HELD) || state.countBelow(spec.policy().priority()) == 0) {
      return List.of();
    }
    var placement = Placement.of(state.pool(), spec, expected(state, spec, version), 0);
    var found = Preemption.find(state, spec, placement::accepts, missing - held, state.applied());
    if (found.isEmpty()) {
      return List.of();
    }
    var facts = new ArrayList<Fact>();
    var reason = "preempted by " + spec.id().path() + " (" + word(spec.policy().priority()) + ")";
    for (var victim : found.get().victims()) {
      facts.add(new Fact.InstanceKillDecided(victim.id(), reason, at));
    }
    var agent = state.pool().spec(found.get().slot()).id();
    var before =
        state.holdsOf(spec.id()).stream()
            .filter(hold -> hold.agent().equals(agent))
            .map(Hold::resources)
            .reduce(Resources.NONE, Resources::plus);
    var more = before.plus(spec.resources());
    facts.add(new Fact.RoomHeld(agent, spec.id(), more, at.plus(rules.holdTimeout())));
    return facts;
  }

  private static String word(Priority band) {
    return band.name().toLowerCase(Locale.ROOT);
  }

  /** Where its instances are, those for which room is held included. */
  private static IntCounts expected(ClusterState state, AppSpec spec, Instant version) {
    var places = new IntCounts();
    state.tally(spec.id(), version).places().forEach(places::add);
    for (var hold : state.holdsOf(spec.id())) {
      places.add(state.pool().slotOf(hold.agent()), count(hold, spec.resources()));
    }
    return places;
  }

  /** How many instances of the spec the held room is for. */
  private static int held(ClusterState state, AppSpec spec) {
    return state.holdsOf(spec.id()).stream().mapToInt(hold -> count(hold, spec.resources())).sum();
  }

  static int count(Hold hold, Resources each) {
    int count = 0;
    while (count < MOST_HELD && hold.resources().covers(each.times(count + 1))) {
      count++;
    }
    return count;
  }

  /** Lets go of room that is no longer for anything. */
  static List<Fact> release(ClusterState state, App app, Need need, Instant at) {
    var each = app.definition(need.version()).resources();
    int kept = 0;
    var facts = new ArrayList<Fact>();
    for (var hold : state.holdsOf(app.id())) {
      int slot = state.pool().slotOf(hold.agent());
      boolean useful =
          kept < need.start()
              && hold.until().isAfter(at)
              && count(hold, each) > 0
              && state.pool().standing(slot) == Standing.OPEN;
      if (useful) {
        kept += count(hold, each);
      } else {
        facts.add(new Fact.RoomReleased(hold.agent(), app.id()));
      }
    }
    return facts;
  }

  /** Lets go of all room of an app that is gone. */
  static List<Fact> release(ClusterState state, AppId app) {
    return state.holdsOf(app).stream()
        .<Fact>map(hold -> new Fact.RoomReleased(hold.agent(), app))
        .toList();
  }

  /** When room has been held for too long, or when to look again for others to end. */
  static Optional<Instant> nextLook(ClusterState state, App app, Instant at) {
    var ends = state.holdsOf(app.id()).stream().map(Hold::until);
    boolean hopes =
        app.waiting() instanceof Waiting.ForRoom
            && state.countBelow(app.spec().policy().priority()) > 0;
    return Stream.concat(ends, hopes ? Stream.of(again(app.waiting(), at)) : Stream.empty())
        .min(Instant::compareTo);
  }

  private static Instant again(Waiting waiting, Instant at) {
    return switch (waiting) {
      case Waiting.ForRoom room -> at.plus(Pace.of(Duration.between(room.since(), at)));
      case Waiting.None _, Waiting.ForQuota _ -> at;
    };
  }
}
