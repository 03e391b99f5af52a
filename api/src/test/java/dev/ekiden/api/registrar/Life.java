package dev.ekiden.api.registrar;

import dev.ekiden.core.decide.Event;
import dev.ekiden.core.decide.Rules;
import dev.ekiden.core.decide.Scheduler;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** A cluster that decides and journals what it decides, a batch for each event. */
final class Life {
  static final Event.Expectation ANY = new Event.Expectation.Any();

  final ClusterState state = new ClusterState();
  private final Journal journal;
  private final long epoch;
  private Instant now = FactSamples.AT;
  private long seq;

  Life(Journal journal) throws SQLException {
    this.journal = journal;
    epoch = journal.takeEpoch("master-1");
  }

  /** Of the last batch. */
  long seq() {
    return seq;
  }

  /** What happens now. */
  interface Happens {
    Event at(Instant at);
  }

  void turn(Happens event) throws SQLException, DeposedException {
    now = now.plusMillis(10);
    append(Scheduler.turn(state, event.at(now), Rules.DEFAULT).facts());
  }

  void append(Fact... facts) throws SQLException, DeposedException {
    append(List.of(facts));
  }

  /** Facts that nobody decided; the state does not know them. */
  void append(List<Fact> facts) throws SQLException, DeposedException {
    if (!facts.isEmpty()) {
      seq++;
      journal.append(List.of(new Batch(seq, epoch, now, facts)));
    }
  }

  /** An app is deployed, changed, dies, loses its agent and is refused room. */
  void goesOn() throws SQLException, DeposedException {
    var agent = FactSamples.agent();
    var spec = FactSamples.roomy();
    turn(at -> new Event.AgentHello(at, agent));
    turn(at -> new Event.AppSubmitted(at, "alice", spec, ANY, true));
    turn(at -> new Event.AppSubmitted(at, "alice", spec.withInstances(4), ANY, true));
    start();
    turn(at -> new Event.AppRestarted(at, "dan", spec.id(), true));
    start();
    var victim = state.instances().getFirst().id();
    var lines = List.of("bye");
    turn(
        at ->
            new Event.InstanceDied(
                at, victim, new End(End.Cause.EXITED, 1, "it returned 1", lines, at)));
    turn(Event.Tick::new);
    turn(at -> new Event.AgentSilent(at, new AgentId("agent-1")));
    turn(at -> new Event.AgentHello(at, agent));
    turn(Event.Tick::new);
  }

  private void start() throws SQLException, DeposedException {
    for (var instance : List.copyOf(state.instances())) {
      turn(at -> new Event.InstanceStarted(at, instance.id(), 42));
    }
  }
}
