package dev.ekiden.core.sim;

import dev.ekiden.core.decide.Decision;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Workload;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Drain;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** People who change their minds: everything that can be asked of a leader. */
final class People {
  private static final String ALICE = "alice";

  private final Simulation sim;
  private final Drawing drawing;

  People(Simulation sim) {
    this.sim = sim;
    this.drawing = new Drawing(sim);
  }

  void begin() {
    sim.agenda.in(sim.chance.about(sim.size.wishMillis()), this::wish);
  }

  private void wish() {
    if (sim.calm) {
      return;
    }
    sim.whomToAsk().ifPresent(this::ask);
    sim.agenda.in(sim.chance.about(sim.size.wishMillis()), this::wish);
  }

  private void ask(Master master) {
    int dice = sim.chance.below(100);
    var state = master.view;
    if (dice < 52) {
      boolean force = sim.chance.lucky(0.5);
      var spec = drawing.spec(state);
      submit(
          master,
          at -> new Event.AppSubmitted(at, ALICE, spec, new Event.Expectation.Any(), force));
    } else if (dice < 62) {
      changeSeveral(master);
    } else if (dice < 66) {
      boolean force = sim.chance.lucky(0.5);
      var app = drawing.someId();
      submit(master, at -> new Event.AppDeleted(at, ALICE, app, force));
    } else if (dice < 70) {
      kill(master);
    } else if (dice < 73) {
      var app = drawing.someId();
      submit(master, at -> new Event.AppRestarted(at, ALICE, app, false));
    } else if (dice < 82) {
      steer(master);
    } else if (dice < 87) {
      var group = drawing.someGroup();
      var quota = drawing.quota(state, group);
      submit(master, at -> new Event.QuotaChanged(at, "admin", group, quota));
    } else if (dice < 93) {
      operate(master);
    } else if (dice < 95) {
      var app = drawing.someId();
      submit(master, at -> new Event.DelayReset(at, ALICE, app));
    } else {
      var app = drawing.someId();
      boolean stop = sim.chance.lucky(0.4);
      submit(
          master,
          at ->
              stop ? new Event.JobStopped(at, ALICE, app) : new Event.JobTriggered(at, ALICE, app));
    }
  }

  private void submit(Master master, Function<Instant, Event> make) {
    master.submit(make, decision -> answered(decision.reply()));
  }

  private void answered(Decision.Reply reply) {
    sim.laws.answered(reply);
  }

  private void changeSeveral(Master master) {
    var changes = new ArrayList<Event.Change>();
    var touched = new ArrayList<AppId>();
    for (int i = sim.chance.below(4) + 1; i > 0; i--) {
      var needed = touched.isEmpty() || sim.chance.lucky(0.4) ? List.<AppId>of() : touched;
      var spec = drawing.spec(master.view, needed);
      if (!touched.contains(spec.id())) {
        touched.add(spec.id());
        changes.add(
            switch (sim.chance.below(8)) {
              case 0 -> new Event.Change.Delete(spec.id());
              case 1 -> new Event.Change.Restart(spec.id());
              default -> new Event.Change.Put(spec, new Event.Expectation.Any());
            });
      }
    }
    boolean force = sim.chance.lucky(0.5);
    submit(master, at -> new Event.AppsChanged(at, ALICE, changes, force, ""));
  }

  private void kill(Master master) {
    var all = sim.chance.maybeOne(List.copyOf(master.view.apps()));
    if (all.isEmpty()) {
      return;
    }
    var ids = new ArrayList<InstanceId>();
    for (var instance : master.view.instancesOf(all.get().id())) {
      if (sim.chance.lucky(0.3)) {
        ids.add(instance.id());
      }
    }
    ids.add(new InstanceId("no-such"));
    boolean scale = sim.chance.lucky(0.3);
    var app = all.get().id();
    submit(master, at -> new Event.InstancesKilled(at, ALICE, app, ids, scale));
  }

  private void steer(Master master) {
    var running = master.view.deployments().stream().filter(Deployment::running).toList();
    var paused = running.stream().filter(it -> it.state() == Deployment.State.PAUSED).toList();
    var found = sim.chance.maybeOne(paused.isEmpty() || sim.chance.lucky(0.5) ? running : paused);
    if (found.isEmpty()) {
      return;
    }
    var id = found.get().id();
    int dice = sim.chance.below(10);
    submit(
        master,
        at ->
            switch (dice) {
              case 0, 1 -> new Event.DeploymentCancelled(at, ALICE, id);
              case 2, 3 -> new Event.DeploymentReverted(at, ALICE, id);
              case 4, 5 -> new Event.DeploymentPaused(at, ALICE, id);
              case 6, 7 -> new Event.DeploymentResumed(at, ALICE, id);
              default -> new Event.CanaryPromoted(at, ALICE, id);
            });
  }

  private void operate(Master master) {
    var agents = master.view.agents();
    var found = sim.chance.maybeOne(agents);
    if (found.isEmpty()) {
      return;
    }
    var agent = found.get().id();
    var draining = agents.stream().filter(it -> !(it.drain() instanceof Drain.None)).toList();
    int dice = sim.chance.below(10);
    if (dice < 4) {
      var within = Duration.ofSeconds(sim.chance.lucky(0.5) ? 0 : sim.chance.between(10, 120));
      submit(master, at -> new Event.AgentDrainAsked(at, "olga", agent, within));
    } else if (dice < 8) {
      sim.chance
          .maybeOne(draining)
          .ifPresent(it -> submit(master, at -> new Event.AgentActivated(at, "olga", it.id())));
    } else {
      var removable =
          agents.stream()
              .filter(it -> !it.ready() || it.drain() instanceof Drain.Done)
              .map(it -> it.id())
              .toList();
      var gone = sim.chance.maybeOne(removable).orElse(agent);
      submit(master, at -> new Event.AgentRemoved(at, "olga", gone));
    }
  }

  /** Calm people end what would never end by itself. */
  void tidy() {
    sim.leader().ifPresent(leader -> tidy(leader, leader.view));
  }

  private void tidy(Master leader, ClusterState state) {
    for (var app : state.apps()) {
      if (app.spec().policy().workload() instanceof Workload.Scheduled) {
        submit(leader, at -> new Event.AppDeleted(at, ALICE, app.id(), true));
      }
    }
    for (var deployment : state.deployments()) {
      if (deployment.state() == Deployment.State.PAUSED) {
        submit(leader, at -> new Event.DeploymentResumed(at, ALICE, deployment.id()));
      } else if (deployment.running() && deployment.canary() == Deployment.CanaryPhase.SERVING) {
        submit(leader, at -> new Event.CanaryPromoted(at, ALICE, deployment.id()));
      }
    }
  }

  /** Everybody gets a limit once, so that quotas matter from the start. */
  void limit(Master leader) {
    for (int i = 0; i < sim.size.projects(); i++) {
      if (sim.chance.lucky(0.5)) {
        var group = new GroupId("p" + i);
        var quota = drawing.quota(leader.view, group);
        submit(leader, at -> new Event.QuotaChanged(at, "admin", group, quota));
      }
    }
  }
}
