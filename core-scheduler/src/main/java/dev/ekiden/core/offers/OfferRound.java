package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.ForeignBook;
import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.Framework;
import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.foreign.Offer;
import dev.ekiden.core.foreign.OfferId;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Standing;
import dev.ekiden.core.share.DominantShare;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One round of offers by dominant resource fairness: the next offer goes to the framework whose
 * weighted share, of what its tasks use and its offers show, is the lowest. Each framework goes
 * round the agents on its own and sees each at most once in a round.
 *
 * <p>An offer keeps its agent from all other frameworks for a head start. Then it keeps what it
 * shows from those that are not poorer, as long as its own one answers its offers in time.
 */
final class OfferRound {
  private final ForeignBook book;
  private final Pool pool;
  private final OfferRules rules;
  private final Instant at;
  private final Resources slice;
  private final List<Offer> made = new ArrayList<>();

  /** Slots on which an offer has its head start. */
  private final BitSet closed = new BitSet();

  /** Shares before this round of those who answer their offers in time. */
  private final TreeMap<FrameworkId, Double> promptShares = new TreeMap<>();

  OfferRound(ForeignBook book, Pool pool, OfferRules rules, Instant at) {
    this.book = book;
    this.pool = pool;
    this.rules = rules;
    this.at = at;
    this.slice = Amounts.share(pool.capacity(), rules.slice());
  }

  /** At most one; none if the last round is too near. */
  List<ForeignFact> facts() {
    if (at.isBefore(book.offeredAt().plus(rules.round()))) {
      return List.of();
    }
    var hungry = new ArrayList<Guest>();
    for (var framework : book.frameworks()) {
      if (!framework.hungryRoles().isEmpty()
          && book.offersOf(framework.id()).size() < rules.offersEach()) {
        hungry.add(new Guest(framework));
      }
    }
    if (hungry.isEmpty()) {
      return List.of();
    }
    for (var offer : book.offers()) {
      if (at.isBefore(offer.at().plus(rules.headStart()))) {
        mark(closed, offer);
      }
    }
    for (var framework : book.frameworks()) {
      if (framework.prompt()) {
        promptShares.put(framework.id(), share(framework, book.held(framework.id())));
      }
    }
    while (!hungry.isEmpty() && made.size() < rules.offersAtOnce()) {
      var poorest = poorest(hungry);
      if (!poorest.serve()) {
        hungry.remove(poorest);
      }
    }
    return made.isEmpty() ? List.of() : List.of(new ForeignFact.OffersMade(List.copyOf(made), at));
  }

  private double share(Framework framework, Resources held) {
    var amount = book.used(framework.id()).plus(held);
    return DominantShare.of(amount, pool.capacity()) / framework.spec().weight();
  }

  private void mark(BitSet slots, Offer offer) {
    int slot = pool.slotOf(offer.agent());
    if (slot >= 0) {
      slots.set(slot);
    }
  }

  /** The first of equals, which is the one with the lowest id. */
  private static Guest poorest(List<Guest> hungry) {
    var poorest = hungry.getFirst();
    for (var guest : hungry) {
      poorest = guest.share < poorest.share ? guest : poorest;
    }
    return poorest;
  }

  /** A framework that wants offers. */
  private final class Guest {
    private final Framework framework;
    private final List<String> roles;
    private final BitSet shown = new BitSet();
    private final int first;
    private long before;
    private int steps;
    private int offers;
    private Resources held;
    private double share;
    private final double shareBefore;

    Guest(Framework framework) {
      this.framework = framework;
      var id = framework.id();
      roles = framework.hungryRoles();
      book.offersOf(id).forEach(offer -> mark(shown, offer));
      offers = book.offersOf(id).size();
      held = book.held(id);
      var cursor = book.cursor(id);
      before = cursor.map(it -> it.made()).orElse(0L);
      // The first search starts anywhere, so that newcomers do not all begin at the same agent.
      first =
          cursor
              .map(it -> pool.slotOf(it.agent()) + 1)
              .orElseGet(() -> Math.floorMod(id.value().hashCode(), Math.max(1, pool.slots())));
      share = share(framework, held);
      shareBefore = share;
    }

    /** Makes it one offer; false if it may or can have no more in this round. */
    boolean serve() {
      while (offers < rules.offersEach() && steps < pool.slots()) {
        int slot = (first + steps++) % pool.slots();
        if (pool.present(slot)
            && pool.standing(slot) == Standing.OPEN
            && !shown.get(slot)
            && !closed.get(slot)) {
          var offer = offer(slot);
          if (offer.isPresent()) {
            take(slot, offer.get());
            return true;
          }
        }
      }
      return false;
    }

    private void take(int slot, Offer offer) {
      made.add(offer);
      closed.set(slot);
      before++;
      offers++;
      held = held.plus(offer.resources());
      share = share(framework, held);
    }

    private Optional<Offer> offer(int slot) {
      var agent = pool.spec(slot);
      var shared = Amounts.share(open(slot, agent.id()), rules.agentShare());
      var whole = framework.spec().takesGpus() ? shared : Amounts.withoutGpus(shared);
      var amount = Amounts.least(whole, slice.without(held));
      if (Amounts.dust(amount) || Amounts.crippled(amount, whole)) {
        return Optional.empty();
      }
      for (int i = 0; i < roles.size(); i++) {
        var role = roles.get((int) ((before + i) % roles.size()));
        if (admits(agent, role) && !book.refuses(framework.id(), agent.id(), role, amount, at)) {
          var id = new OfferId(book.offered() + made.size() + 1);
          var ports = OfferedPorts.of(pool.ports(slot), id, rules.portsEach());
          return Optional.of(new Offer(id, framework.id(), agent.id(), role, amount, ports, at));
        }
      }
      return Optional.empty();
    }

    /** What is free but for what is kept for others. */
    private Resources open(int slot, AgentId agent) {
      var free = pool.free(slot);
      for (var offer : book.offersOn(agent)) {
        if (promptShares.getOrDefault(offer.framework(), Double.MAX_VALUE) <= shareBefore) {
          free = free.without(offer.resources());
        }
      }
      return free;
    }

    private static boolean admits(AgentSpec agent, String role) {
      return agent.role().equals(AgentSpec.ANY_ROLE) || agent.role().equals(role);
    }
  }
}
