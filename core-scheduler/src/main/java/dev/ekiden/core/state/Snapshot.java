package dev.ekiden.core.state;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ekiden.core.foreign.BookContents;
import dev.ekiden.core.foreign.ForeignBook;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.pool.Standing;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * A whole state as a row of entries, and back. A state restored from a snapshot decides just as the
 * one that it was taken from: order and numbers are part of it. What can be added up from entries
 * (tallies, sums, what is taken on agents) is not in it.
 */
public final class Snapshot {
  private Snapshot() {}

  /** One thing of a state. In a snapshot they come in the order of the permitted types here. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
  public sealed interface Entry {
    /** What there is one of. */
    record Whole(long applied, Brake brake) implements Entry {}

    /** Limits of a group. */
    record OfQuota(GroupId group, Quota quota) implements Entry {}

    /** An agent in its slot of the pool. */
    record OfAgent(int slot, AgentSpec spec, Standing standing, Instant since, Drain drain)
        implements Entry {}

    /** An app with its definitions. */
    record OfApp(App app) implements Entry {}

    /** Live instances of one app, oldest first. */
    record OfInstances(Members instances) implements Entry {}

    /** An ended instance that is remembered; those of an app come oldest first. */
    record OfEnded(EndedInstance ended) implements Entry {}

    /** A deployment, in the order of their start. */
    record OfDeployment(Deployment deployment) implements Entry {}

    /** Room that is kept. */
    record OfHold(Hold hold) implements Entry {}

    /** All foreign frameworks; left out as long as there never was one. */
    record OfForeign(BookContents book) implements Entry {}
  }

  /** Gives all entries to {@code sink}; the state must not change meanwhile. */
  public static void take(ClusterState state, Consumer<Entry> sink) {
    sink.accept(new Entry.Whole(state.applied, state.brake));
    state.quotas.forEach((group, quota) -> sink.accept(new Entry.OfQuota(group, quota)));
    var pool = state.agents.pool;
    for (int slot = 0; slot < pool.slots(); slot++) {
      if (pool.present(slot)) {
        var agent = state.agents.at(slot);
        sink.accept(
            new Entry.OfAgent(slot, agent.spec(), agent.standing(), agent.since(), agent.drain()));
      }
    }
    state.apps.values().forEach(app -> sink.accept(new Entry.OfApp(app)));
    state.instances.forEachRow(
        Members.MOST,
        (instances, slots) -> sink.accept(new Entry.OfInstances(Members.of(instances, slots))));
    state.instances.forEachEnded(ended -> sink.accept(new Entry.OfEnded(ended)));
    state.deployments.all().forEach(it -> sink.accept(new Entry.OfDeployment(it)));
    state.holds.all().forEach(hold -> sink.accept(new Entry.OfHold(hold)));
    if (state.foreign.named() > 0) {
      sink.accept(new Entry.OfForeign(state.foreign.contents()));
    }
  }

  /** The state of which these are all entries, in their order. */
  public static ClusterState restore(Iterable<Entry> entries) {
    var state = new ClusterState();
    entries.forEach(entry -> add(state, entry));
    return state;
  }

  private static void add(ClusterState state, Entry entry) {
    switch (entry) {
      case Entry.Whole(var applied, var brake) -> {
        state.applied = applied;
        state.brake = brake;
      }
      case Entry.OfQuota(var group, var quota) -> state.quotas.put(group, quota);
      case Entry.OfAgent(var slot, var spec, var standing, var since, var drain) ->
          state.agents.restore(slot, spec, standing, since, drain);
      case Entry.OfApp(var app) -> {
        state.apps.put(app.id(), app);
        state.index(app.spec(), 1);
        state.servicePorts.change(app.id(), List.of(), app.servicePorts());
      }
      case Entry.OfInstances(var instances) -> instances.restore(state);
      case Entry.OfEnded(var ended) -> state.instances.remember(ended);
      case Entry.OfDeployment(var deployment) -> state.deployments.put(deployment);
      case Entry.OfHold(var hold) -> {
        state.holds.put(hold);
        int slot = state.agents.pool.slotOf(hold.agent());
        state.agents.pool.take(slot, hold.resources(), List.of());
      }
      case Entry.OfForeign(var book) -> {
        state.foreign = ForeignBook.of(book);
        for (var task : state.foreign.tasks()) {
          int slot = state.agents.pool.slotOf(task.agent());
          state.agents.pool.take(slot, task.spec().resources(), task.spec().eachPort());
        }
      }
    }
  }
}
