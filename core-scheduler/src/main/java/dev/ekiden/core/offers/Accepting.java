package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.Filter;
import dev.ekiden.core.foreign.ForeignBook;
import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.ForeignTask;
import dev.ekiden.core.foreign.Framework;
import dev.ekiden.core.foreign.Offer;
import dev.ekiden.core.foreign.OfferId;
import dev.ekiden.core.foreign.PortSets;
import dev.ekiden.core.foreign.TaskKey;
import dev.ekiden.core.foreign.TaskState;
import dev.ekiden.core.foreign.TaskUpdate;
import dev.ekiden.core.foreign.Whereabouts;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One ACCEPT. Offers reserve nothing, so what they show is checked against what is there. If one of
 * them is not good any more, nothing of the call is done; where only the room is short, what fits
 * is launched. Each task that is not launched is answered for.
 */
final class Accepting {
  private final ForeignBook book;
  private final Pool pool;
  private final Framework framework;
  private final Instant at;
  private final ForeignDecision.Draft draft = new ForeignDecision.Draft();
  private final List<ForeignTask> launched = new ArrayList<>();
  private final TreeSet<TaskKey> names = new TreeSet<>();

  Accepting(ForeignBook book, Pool pool, Framework framework, Instant at) {
    this.book = book;
    this.pool = pool;
    this.framework = framework;
    this.at = at;
  }

  ForeignDecision accept(ForeignCall.Accept call) {
    for (var operation : call.operations()) {
      if (operation instanceof Operation.Unsupported(var name)) {
        return ForeignDecision.refused(
            ForeignReply.Refusal.UNSUPPORTED_OPERATION, "operation " + name + " is not supported");
      }
    }
    var offers =
        call.offers().stream()
            .distinct()
            .flatMap(id -> book.offer(id).stream())
            .filter(offer -> offer.framework().equals(framework.id()))
            .toList();
    var fault = fault(call.offers(), offers);
    if (fault.isPresent()) {
      wanted(call).forEach(wanted -> fails(wanted, TaskState.DROPPED, fault.get()));
      if (!offers.isEmpty()) {
        draft.fact(new ForeignFact.OffersAccepted(framework.id(), ids(offers), List.of(), at));
      }
      return draft.done();
    }
    launch(offers, call);
    return draft.done();
  }

  private static List<Operation.Wanted> wanted(ForeignCall.Accept call) {
    return call.operations().stream()
        .flatMap(
            operation ->
                switch (operation) {
                  case Operation.Launch(var tasks) -> tasks.stream();
                  case Operation.Unsupported _ -> throw new IllegalStateException("was refused");
                })
        .toList();
  }

  private static List<OfferId> ids(List<Offer> offers) {
    return offers.stream().map(Offer::id).toList();
  }

  private Optional<String> fault(List<OfferId> named, List<Offer> offers) {
    if (named.isEmpty()) {
      return Optional.of("no offer was named");
    }
    var good = ids(offers);
    for (var id : named) {
      if (!good.contains(id)) {
        return Optional.of("offer " + id.text() + " is no longer valid");
      }
    }
    if (good.size() < named.size()) {
      return Optional.of("an offer was named twice");
    }
    if (offers.stream().map(Offer::agent).distinct().count() > 1) {
      return Optional.of("the offers are of several agents");
    }
    if (offers.stream().map(Offer::role).distinct().count() > 1) {
      return Optional.of("the offers are of several roles");
    }
    int slot = pool.slotOf(offers.getFirst().agent());
    return slot < 0 || pool.standing(slot) != Standing.OPEN
        ? Optional.of(offers.getFirst().agent().value() + " takes nothing now")
        : Optional.empty();
  }

  private void launch(List<Offer> offers, ForeignCall.Accept call) {
    var agent = offers.getFirst().agent();
    var left = offers.stream().map(Offer::resources).reduce(Resources.NONE, Resources::plus);
    var ports = new TreeSet<Integer>();
    offers.forEach(offer -> ports.addAll(PortSets.each(offer.ports())));
    var room = new RoomLeft(pool, pool.slotOf(agent));
    for (var wanted : wanted(call)) {
      var spec = wanted.spec();
      var error = error(wanted, agent, left, ports);
      if (error.isPresent()) {
        fails(wanted, TaskState.ERROR, error.get());
      } else if (!room.take(spec)) {
        fails(wanted, TaskState.DROPPED, agent.value() + " has this room no longer");
      } else {
        var key = new TaskKey(framework.id(), spec.id());
        names.add(key);
        left = left.without(spec.resources());
        spec.eachPort().forEach(ports::remove);
        launched.add(new ForeignTask(key, agent, spec, TaskState.STAGING, false, at));
      }
    }
    var filters = filters(offers.getFirst(), left, call.refuseSeconds());
    draft.fact(new ForeignFact.OffersAccepted(framework.id(), ids(offers), filters, at));
    if (!launched.isEmpty()) {
      draft.fact(new ForeignFact.TasksLaunched(List.copyOf(launched)));
    }
  }

  private Optional<String> error(
      Operation.Wanted wanted, AgentId agent, Resources left, TreeSet<Integer> ports) {
    var spec = wanted.spec();
    if (!TaskKey.valid(spec.id())) {
      return Optional.of("not a task id: " + spec.id());
    }
    if (!wanted.agent().equals(agent)) {
      return Optional.of(
          "it names %s, its offers are of %s".formatted(wanted.agent().value(), agent.value()));
    }
    var key = new TaskKey(framework.id(), spec.id());
    if (book.task(key).isPresent() || names.contains(key)) {
      return Optional.of("a task of this id is alive");
    }
    if (spec.resources().equals(Resources.NONE)) {
      return Optional.of("it asks for no resources");
    }
    if (!left.covers(spec.resources())) {
      return Optional.of(
          "it asks for %s, of the offers is left %s".formatted(spec.resources(), left));
    }
    var wantedPorts = spec.eachPort();
    return new TreeSet<>(wantedPorts).size() == wantedPorts.size() && ports.containsAll(wantedPorts)
        ? Optional.empty()
        : Optional.of("it asks for ports that are not left of the offers: " + spec.ports());
  }

  private void fails(Operation.Wanted wanted, TaskState state, String message) {
    draft.tell(
        new TaskUpdate(
            framework.id(),
            wanted.spec().id(),
            new Whereabouts.On(wanted.agent()),
            state.told(framework.spec().partitionAware()),
            state == TaskState.ERROR
                ? TaskUpdate.Reason.TASK_INVALID
                : TaskUpdate.Reason.INVALID_OFFERS,
            message,
            "",
            at));
  }

  private List<Filter> filters(Offer offer, Resources left, double refuseSeconds) {
    var time = RefusalTime.of(refuseSeconds);
    return time.isZero() || left.equals(Resources.NONE)
        ? List.of()
        : List.of(new Filter(framework.id(), offer.agent(), offer.role(), left, at.plus(time)));
  }
}
