package dev.ekiden.core.decide;

import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.ForeignTask;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.offers.OfferDesk;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Foreign frameworks among everything else: what happens to them, and what follows for them. */
final class Foreigners {
  private Foreigners() {}

  static Decision decide(ClusterState state, Event.Foreign event, Rules rules) {
    var decision =
        OfferDesk.decide(state.foreign(), state.pool(), event.event(), event.at(), rules.offers());
    var reply = new Decision.Reply.Foreign(decision.reply(), decision.updates(), decision.orders());
    return new Decision(wrapped(decision.facts()), reply);
  }

  /** What follows for offers and tasks from facts, whomever they are about. */
  static List<Fact> follow(ClusterState state, List<Fact> facts, Instant at) {
    if (state.foreign().offers().isEmpty() && state.foreign().tasks().isEmpty()) {
      return List.of();
    }
    var next = new ArrayList<ForeignFact>();
    facts.stream()
        .flatMap(fact -> touched(state, fact))
        .distinct()
        .forEach(agent -> next.addAll(OfferDesk.touched(state.foreign(), state.pool(), agent, at)));
    return wrapped(next);
  }

  /** Agents on which there is less room than before, or whose standing is another. */
  private static Stream<AgentId> touched(ClusterState state, Fact fact) {
    return switch (fact) {
      case Fact.InstancePlaced placed -> Stream.of(placed.agent());
      case Fact.InstanceResizeAsked asked ->
          state.instance(asked.id()).map(Instance::agent).stream();
      case Fact.RoomHeld held -> Stream.of(held.agent());
      case Fact.AgentJoined joined -> Stream.of(joined.spec().id());
      case Fact.AgentLost lost -> Stream.of(lost.agent());
      case Fact.AgentDrainAsked asked -> Stream.of(asked.agent());
      case Fact.AgentRemoved removed -> Stream.of(removed.agent());
      case Fact.Foreign(ForeignFact.TasksLaunched(var tasks)) ->
          tasks.stream().map(ForeignTask::agent);
      case Fact.Foreign(ForeignFact.TaskTakenBack(var task, _)) -> Stream.of(task.agent());
      case Fact _ -> Stream.empty();
    };
  }

  static List<Fact> due(ClusterState state, Instant at, Rules rules) {
    return wrapped(OfferDesk.due(state.foreign(), state.pool(), at, rules.offers()));
  }

  private static List<Fact> wrapped(List<ForeignFact> facts) {
    return facts.stream().<Fact>map(Fact.Foreign::new).toList();
  }
}
