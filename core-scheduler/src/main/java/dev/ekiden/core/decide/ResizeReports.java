package dev.ekiden.core.decide;

import dev.ekiden.core.model.Ability;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Resize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What comes of instances that are to have other limits. Answers may come twice, late, or to an
 * order that was given before another one: what does not answer the order of now says nothing.
 */
final class ResizeReports {
  private ResizeReports() {}

  static List<Fact> resized(ClusterState state, Event.InstanceResized event) {
    var found =
        state
            .instance(event.instance())
            .filter(instance -> instance.condition() == Instance.Condition.RUNNING);
    if (found.isEmpty()) {
      return List.of();
    }
    return found.get().resize() instanceof Resize.Asked asked
        ? answered(found.get(), asked, event)
        : unasked(found.get(), event);
  }

  private static List<Fact> answered(
      Instance instance, Resize.Asked asked, Event.InstanceResized event) {
    var wanted = asked.resources();
    boolean done = wanted.cpuMillis() == event.cpuMillis() && wanted.memMib() == event.memMib();
    if (event.refusal().isEmpty()) {
      return done
          ? List.of(new Fact.InstanceResized(instance.id(), asked.version(), wanted, event.at()))
          : List.of();
    }
    boolean known = event.cpuMillis() > 0 || event.memMib() > 0;
    var size =
        known
            ? instance.resources().resized(new Resources(event.cpuMillis(), event.memMib(), 0))
            : instance.resources();
    return List.of(
        new Fact.InstanceResizeRefused(
            instance.id(), asked.version(), size, event.refusal(), event.at()));
  }

  /**
   * An order was carried out after all: one that was given twice, and refused once, or whose answer
   * was waited for in vain.
   */
  private static List<Fact> unasked(Instance instance, Event.InstanceResized event) {
    var has = new Resources(event.cpuMillis(), event.memMib(), 0);
    var size = instance.resources().resized(has);
    if (has.equals(Resources.NONE) || size.equals(instance.resources())) {
      return List.of();
    }
    var why = "it has other limits than its version says";
    var facts = new ArrayList<Fact>();
    facts.add(
        new Fact.InstanceResizeRefused(
            instance.id(), instance.configVersion(), size, why, event.at()));
    if (instance.goal() == Instance.Goal.RUN) {
      facts.add(new Fact.InstanceReplaceDecided(instance.id(), why, event.at()));
    }
    return facts;
  }

  /** Those on an agent of an older version than before, which would not understand the order. */
  static List<Fact> notUnderstood(ClusterState state, Event.AgentHello event) {
    var facts = new ArrayList<Fact>();
    if (!event.agent().can(Ability.RESIZE)) {
      for (var instance : state.instancesOn(event.agent().id())) {
        if (instance.active() && instance.resize() instanceof Resize.Asked asked) {
          var why = "its agent is of an older version by now, which cannot do it";
          giveUp(instance, asked, why, event.at(), facts);
        }
      }
    }
    return facts;
  }

  /** Those whose agent is there and has not answered for so long. */
  static void endOverdue(
      Iterable<Instance> toResize, Duration patience, Instant at, List<Fact> facts) {
    for (var instance : toResize) {
      if (instance.resize() instanceof Resize.Asked asked) {
        if (asked.at().plus(patience).isAfter(at)) {
          // Those that follow were asked later.
          return;
        }
        if (instance.resizing() && !due(instance, asked, patience).isAfter(at)) {
          var why = "its agent has not answered for " + Durations.words(patience);
          giveUp(instance, asked, why, at, facts);
        }
      }
    }
  }

  /** When the first of them will have waited for too long. */
  static Optional<Instant> nextOverdue(Iterable<Instance> toResize, Duration patience) {
    Optional<Instant> first = Optional.empty();
    for (var instance : toResize) {
      if (instance.resize() instanceof Resize.Asked asked) {
        var earliest = asked.at().plus(patience);
        if (first.filter(due -> !due.isAfter(earliest)).isPresent()) {
          break;
        }
        if (instance.resizing()) {
          var due = due(instance, asked, patience);
          first = first.filter(other -> other.isBefore(due)).or(() -> Optional.of(due));
        }
      }
    }
    return first;
  }

  /** An agent that comes back is asked again. */
  private static Instant due(Instance instance, Resize.Asked asked, Duration patience) {
    var since = asked.at().isAfter(instance.since()) ? asked.at() : instance.since();
    return since.plus(patience);
  }

  /** Nobody knows which limits it has, so none of its versions is the one that it runs. */
  private static void giveUp(
      Instance instance, Resize.Asked asked, String why, Instant at, List<Fact> facts) {
    facts.add(
        new Fact.InstanceResizeRefused(
            instance.id(), asked.version(), instance.resources(), why, at));
    if (instance.goal() == Instance.Goal.RUN) {
      facts.add(
          new Fact.InstanceReplaceDecided(instance.id(), "its limits are not known: " + why, at));
    }
  }
}
