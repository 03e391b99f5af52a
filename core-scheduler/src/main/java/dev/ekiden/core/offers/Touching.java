package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.ForeignBook;
import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.ForeignTask;
import dev.ekiden.core.foreign.Framework;
import dev.ekiden.core.foreign.Offer;
import dev.ekiden.core.foreign.PortSets;
import dev.ekiden.core.foreign.TaskState;
import dev.ekiden.core.foreign.TaskUpdate;
import dev.ekiden.core.foreign.Whereabouts;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What follows for offers and tasks on an agent when it is not as it was. */
final class Touching {
  private Touching() {}

  static List<ForeignFact> touched(ForeignBook book, Pool pool, AgentId agent, Instant at) {
    var facts = new ArrayList<ForeignFact>();
    int slot = pool.slotOf(agent);
    boolean open = slot >= 0 && pool.standing(slot) == Standing.OPEN;
    for (var offer : book.offersOn(agent)) {
      if (!open) {
        facts.add(rescinded(offer, ForeignFact.Why.AGENT_CLOSED, at));
      } else if (!there(pool, slot, offer)) {
        facts.add(rescinded(offer, ForeignFact.Why.ROOM_TAKEN, at));
      }
    }
    if (slot >= 0 && pool.standing(slot) == Standing.SILENT) {
      for (var task : book.tasksOn(agent)) {
        if (task.state() != TaskState.UNREACHABLE) {
          facts.add(lost(book, task, at));
        }
      }
    }
    return facts;
  }

  static ForeignFact rescinded(Offer offer, ForeignFact.Why why, Instant at) {
    return new ForeignFact.OffersRescinded(offer.framework(), List.of(offer.id()), why, at);
  }

  private static boolean there(Pool pool, int slot, Offer offer) {
    return pool.free(slot).covers(offer.resources())
        && PortSets.each(offer.ports()).stream().allMatch(pool.ports(slot)::isFree);
  }

  /** Those who know what it means wait for it; for others it is over. */
  private static ForeignFact lost(ForeignBook book, ForeignTask task, Instant at) {
    boolean aware =
        book.framework(task.key().framework())
            .map(Framework::spec)
            .filter(spec -> spec.partitionAware())
            .isPresent();
    var update =
        new TaskUpdate(
            task.key(),
            new Whereabouts.On(task.agent()),
            TaskState.UNREACHABLE.told(aware),
            TaskUpdate.Reason.AGENT_REMOVED,
            task.agent().value() + " fell silent",
            at);
    return aware ? new ForeignFact.TaskChanged(update) : new ForeignFact.TaskEnded(update);
  }
}
