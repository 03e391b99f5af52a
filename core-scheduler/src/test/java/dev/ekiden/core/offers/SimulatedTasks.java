package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.ForeignTask;
import dev.ekiden.core.foreign.TaskKey;
import dev.ekiden.core.foreign.TaskState;
import dev.ekiden.core.model.AgentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** Agents as far as foreign tasks go: they do what they are told if they hear it, and report. */
final class SimulatedTasks {
  private final SplittableRandom random;
  private final TreeMap<AgentId, TreeMap<TaskKey, ForeignReport.Held>> running = new TreeMap<>();
  private final TreeSet<AgentId> away = new TreeSet<>();
  private final List<ForeignReport.TaskReported> unsent = new ArrayList<>();
  private int uuids;

  SimulatedTasks(SplittableRandom random) {
    this.random = random;
  }

  void hear(Desk desk, ForeignDecision decision, List<ForeignFact> facts) {
    for (var fact : facts) {
      switch (fact) {
        case ForeignFact.TasksLaunched(var tasks) -> tasks.forEach(this::launch);
        case ForeignFact.TaskKillDecided(var key, _, _) ->
            desk.book.task(key).ifPresent(task -> kill(task.agent(), key));
        case ForeignFact _ -> {}
      }
    }
    for (var order : decision.orders()) {
      switch (order) {
        case TaskOrder.Launch(_, var task) -> launch(task);
        case TaskOrder.Kill(var agent, var key) -> kill(agent, key);
        case TaskOrder.Acknowledge _ -> {}
      }
    }
  }

  private TreeMap<TaskKey, ForeignReport.Held> on(AgentId agent) {
    return running.computeIfAbsent(agent, _ -> new TreeMap<>());
  }

  private void launch(ForeignTask task) {
    // An agent that is about to fall silent may miss it.
    if (!away.contains(task.agent()) && random.nextInt(20) > 0) {
      var held = new ForeignReport.Held(task.key(), task.spec(), TaskState.STAGING);
      if (on(task.agent()).putIfAbsent(task.key(), held) != null) {
        throw new AssertionError("launched twice: " + task);
      }
    }
  }

  private void kill(AgentId agent, TaskKey key) {
    if (!away.contains(agent)) {
      end(agent, key, TaskState.KILLED);
    }
  }

  private void end(AgentId agent, TaskKey key, TaskState state) {
    if (on(agent).remove(key) != null) {
      report(agent, key, state);
    }
  }

  private void report(AgentId agent, TaskKey key, TaskState state) {
    unsent.add(new ForeignReport.TaskReported(agent, key, state, "", "u" + uuids++));
  }

  void leave(AgentId agent) {
    away.add(agent);
  }

  ForeignReport comeBack(AgentId agent) {
    away.remove(agent);
    var held = new TreeMap<>(on(agent));
    for (var report : unsent) {
      if (report.agent().equals(agent) && report.state().terminal()) {
        held.putIfAbsent(
            report.key(),
            new ForeignReport.Held(report.key(), Desk.task("gone", 0), report.state()));
      }
    }
    return new ForeignReport.AgentReported(agent, List.copyOf(held.values()));
  }

  /** Something happens to a task somewhere, and a report of an agent that is there arrives. */
  Optional<ForeignEvent> next() {
    var agents = List.copyOf(running.keySet());
    if (!agents.isEmpty()) {
      live(agents.get(random.nextInt(agents.size())));
    }
    var sendable = unsent.stream().filter(it -> !away.contains(it.agent())).toList();
    if (sendable.isEmpty()) {
      return Optional.empty();
    }
    var report = sendable.getFirst();
    if (random.nextInt(10) > 0) {
      unsent.remove(report); // else it is not acknowledged and comes again
    }
    return Optional.of(report);
  }

  private void live(AgentId agent) {
    var tasks = List.copyOf(on(agent).values());
    if (tasks.isEmpty()) {
      return;
    }
    var task = tasks.get(random.nextInt(tasks.size()));
    if (task.state() == TaskState.STAGING) {
      var next = new ForeignReport.Held(task.key(), task.spec(), TaskState.RUNNING);
      on(agent).put(task.key(), next);
      report(agent, task.key(), TaskState.RUNNING);
    } else if (random.nextInt(3) == 0) {
      end(agent, task.key(), random.nextBoolean() ? TaskState.FINISHED : TaskState.FAILED);
    }
  }
}
