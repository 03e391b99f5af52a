package dev.ekiden.core.offers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.Framework;
import dev.ekiden.core.foreign.Offer;
import dev.ekiden.core.foreign.OfferId;
import dev.ekiden.core.foreign.PortSets;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.pool.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** What must hold after every step of the simulation. */
final class OfferInvariants {
  private final TreeSet<OfferId> open = new TreeSet<>();
  private final TreeSet<OfferId> ended = new TreeSet<>();

  /** {@code others}: what was taken on agents beside foreign tasks. */
  void check(Desk desk, List<ForeignFact> facts, TreeMap<AgentId, Resources> others) {
    for (var fact : facts) {
      switch (fact) {
        case ForeignFact.OffersMade(var offers, _) -> {
          offers.forEach(offer -> assertThat(open.add(offer.id())).isTrue());
          offers.forEach(offer -> withinSlice(desk, offer));
        }
        case ForeignFact.OffersAccepted(_, var ids, _, _) -> ids.forEach(this::end);
        case ForeignFact.OffersDeclined(_, var ids, _, _) -> ids.forEach(this::end);
        case ForeignFact.OffersRescinded(_, var ids, _, _) -> ids.forEach(this::end);
        case ForeignFact _ -> {}
      }
    }
    assertThat(desk.book.offers()).extracting(offer -> offer.id()).containsExactlyElementsOf(open);
    offersAreGood(desk);
    roomIsWhatTasksTake(desk, others);
    sumsAreRight(desk);
  }

  /** Every offer ends once. */
  private void end(OfferId id) {
    assertThat(open.remove(id)).as("offer %s was open", id).isTrue();
    assertThat(ended.add(id)).isTrue();
  }

  /** What it showed before may be more than a slice that has shrunk, but nothing is added then. */
  private static void withinSlice(Desk desk, Offer offer) {
    var slice = Amounts.share(desk.pool.capacity(), desk.rules.slice());
    var held = desk.book.held(offer.framework());
    var shown = offer.resources();
    assertThat(shown.cpuMillis() == 0 || held.cpuMillis() <= slice.cpuMillis()).isTrue();
    assertThat(shown.memMib() == 0 || held.memMib() <= slice.memMib()).isTrue();
    assertThat(shown.diskMib() == 0 || held.diskMib() <= slice.diskMib()).isTrue();
    assertThat(desk.book.offersOf(offer.framework()))
        .hasSizeLessThanOrEqualTo(desk.rules.offersEach());
  }

  private static void offersAreGood(Desk desk) {
    for (var offer : desk.book.offers()) {
      int slot = desk.pool.slotOf(offer.agent());
      assertThat(desk.pool.standing(slot)).isEqualTo(Standing.OPEN);
      assertThat(desk.pool.free(slot).covers(offer.resources())).isTrue();
      assertThat(PortSets.each(offer.ports())).allMatch(port -> !desk.pool.portTaken(slot, port));
      assertThat(Amounts.dust(offer.resources())).isFalse();
      assertThat(desk.now).isBefore(offer.at().plus(desk.rules.timeout()).plusSeconds(2));
      assertThat(desk.book.framework(offer.framework()).filter(Framework::connected)).isPresent();
    }
  }

  private static void roomIsWhatTasksTake(Desk desk, TreeMap<AgentId, Resources> others) {
    for (var agent : desk.pool.agents()) {
      int slot = desk.pool.slotOf(agent);
      var used = others.getOrDefault(agent, Resources.NONE);
      var ports = new ArrayList<Integer>();
      for (var task : desk.book.tasksOn(agent)) {
        used = used.plus(task.spec().resources());
        ports.addAll(task.spec().eachPort());
      }
      assertThat(desk.pool.used(slot)).isEqualTo(used);
      assertThat(desk.pool.spec(slot).capacity().covers(used)).as("over-committed").isTrue();
      assertThat(ports).doesNotHaveDuplicates();
      assertThat(desk.pool.portsTaken(slot)).isEqualTo(ports.size());
    }
  }

  private static void sumsAreRight(Desk desk) {
    for (var framework : desk.book.frameworks()) {
      var id = framework.id();
      var used =
          desk.book.tasksOf(id).stream()
              .map(task -> task.spec().resources())
              .reduce(Resources.NONE, Resources::plus);
      assertThat(desk.book.used(id)).isEqualTo(used);
      var held =
          desk.book.offersOf(id).stream()
              .map(offer -> offer.resources())
              .reduce(Resources.NONE, Resources::plus);
      assertThat(desk.book.held(id)).isEqualTo(held);
    }
    for (var task : desk.book.tasks()) {
      boolean wanted = desk.book.framework(task.key().framework()).isPresent();
      assertThat(wanted || task.doomed()).as("task of nobody: %s", task).isTrue();
    }
  }
}
