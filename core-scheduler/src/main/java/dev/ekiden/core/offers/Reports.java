package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.ForeignBook;
import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.ForeignTask;
import dev.ekiden.core.foreign.Framework;
import dev.ekiden.core.foreign.TaskKey;
import dev.ekiden.core.foreign.TaskState;
import dev.ekiden.core.foreign.TaskUpdate;
import dev.ekiden.core.foreign.Whereabouts;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Standing;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/** What agents report of foreign tasks. Agents are the truth; reports may come twice or late. */
final class Reports {
  private final ForeignBook book;
  private final Pool pool;
  private final Instant at;
  private final ForeignDecision.Draft draft = new ForeignDecision.Draft();

  Reports(ForeignBook book, Pool pool, Instant at) {
    this.book = book;
    this.pool = pool;
    this.at = at;
  }

  ForeignDecision task(ForeignReport.TaskReported report) {
    var key = report.key();
    if (silent(report.agent()) && !report.state().terminal()) {
      // It has not said hello yet, and will repeat this after it has.
      return draft.done();
    }
    var update =
        new TaskUpdate(
            key.framework(),
            key.task(),
            new Whereabouts.On(report.agent()),
            report.state(),
            TaskUpdate.Reason.NONE,
            report.message(),
            report.uuid(),
            at);
    var found = book.task(key);
    boolean here = found.filter(task -> task.agent().equals(report.agent())).isPresent();
    boolean elsewhere = found.isPresent() && !here;
    boolean told = false;
    if (here && report.state().terminal()) {
      draft.fact(new ForeignFact.TaskEnded(update));
      told = true;
    } else if (here && found.get().state() != report.state()) {
      draft.fact(new ForeignFact.TaskChanged(update));
      told = true;
    } else if (!here && !report.state().terminal()) {
      draft.order(new TaskOrder.Kill(report.agent(), key));
    }
    boolean known = book.framework(key.framework()).isPresent();
    if (known && !elsewhere && !told) {
      draft.tell(update);
    } else if ((!known || elsewhere) && !report.uuid().isEmpty()) {
      draft.order(new TaskOrder.Acknowledge(report.agent(), key, report.uuid()));
    }
    return draft.done();
  }

  private boolean silent(AgentId agent) {
    int slot = pool.slotOf(agent);
    return slot >= 0 && pool.standing(slot) == Standing.SILENT;
  }

  ForeignDecision agent(ForeignReport.AgentReported report) {
    int slot = pool.slotOf(report.agent());
    if (slot < 0 || silent(report.agent())) {
      return draft.done();
    }
    var room = new RoomLeft(pool, slot);
    var seen = new TreeSet<TaskKey>();
    var held =
        report.held().stream().sorted(Comparator.comparing(ForeignReport.Held::key)).toList();
    for (var one : held) {
      if (seen.add(one.key()) && !one.state().terminal()) {
        has(report.agent(), one, room);
      }
    }
    for (var task : book.tasksOn(report.agent())) {
      if (!seen.contains(task.key())) {
        lacks(task);
      }
    }
    return draft.done();
  }

  private void has(AgentId agent, ForeignReport.Held held, RoomLeft room) {
    var found = book.task(held.key());
    if (found.isEmpty()) {
      adopt(agent, held, room);
    } else if (!found.get().agent().equals(agent)) {
      draft.order(new TaskOrder.Kill(agent, held.key()));
    } else {
      var task = found.get();
      if (task.state() != held.state()) {
        draft.fact(new ForeignFact.TaskChanged(back(agent, held)));
      }
      if (task.doomed()) {
        draft.order(new TaskOrder.Kill(agent, held.key()));
      }
    }
  }

  /** Its framework was told that it is lost, and may have it again if it is there to have it. */
  private void adopt(AgentId agent, ForeignReport.Held held, RoomLeft room) {
    boolean known = book.framework(held.key().framework()).isPresent();
    if (known && room.take(held.spec())) {
      var task = new ForeignTask(held.key(), agent, held.spec(), held.state(), false, at);
      draft.fact(new ForeignFact.TaskTakenBack(task, back(agent, held)));
    } else {
      draft.order(new TaskOrder.Kill(agent, held.key()));
    }
  }

  private TaskUpdate back(AgentId agent, ForeignReport.Held held) {
    return new TaskUpdate(
        held.key(),
        new Whereabouts.On(agent),
        held.state(),
        TaskUpdate.Reason.AGENT_REREGISTERED,
        agent.value() + " is back and has it",
        at);
  }

  private void lacks(ForeignTask task) {
    if (task.state() == TaskState.STAGING && !task.doomed()) {
      draft.order(new TaskOrder.Launch(task.agent(), task));
    } else if (task.state() == TaskState.STAGING) {
      end(
          task,
          TaskState.KILLED,
          TaskUpdate.Reason.TASK_KILLED_DURING_LAUNCH,
          "it was to end before its agent had it");
    } else {
      end(
          task,
          TaskState.GONE.told(aware(task)),
          TaskUpdate.Reason.TASK_UNKNOWN,
          task.agent().value() + " does not have it");
    }
  }

  ForeignDecision gone(AgentId agent) {
    for (var offer : book.offersOn(agent)) {
      draft.fact(Touching.rescinded(offer, ForeignFact.Why.AGENT_CLOSED, at));
    }
    for (var task : book.tasksOn(agent)) {
      end(
          task,
          TaskState.GONE_BY_OPERATOR.told(aware(task)),
          TaskUpdate.Reason.AGENT_REMOVED,
          agent.value() + " will not come back");
    }
    return draft.done();
  }

  private boolean aware(ForeignTask task) {
    Optional<Framework> framework = book.framework(task.key().framework());
    return framework.filter(it -> it.spec().partitionAware()).isPresent();
  }

  private void end(ForeignTask task, TaskState state, TaskUpdate.Reason reason, String message) {
    var where = new Whereabouts.On(task.agent());
    draft.fact(
        new ForeignFact.TaskEnded(new TaskUpdate(task.key(), where, state, reason, message, at)));
  }
}
