package dev.ekiden.core.share;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Standing;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Instance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Finds the agent on which ending others makes room for one more instance with the least damage:
 * the lowest highest band among the victims, then the fewest victims, then the least resources.
 *
 * <p>Only instances of strictly lower bands may be ended, lowest band first, then youngest first;
 * and of an app only so many that its minimum goes on serving. Jobs and what is in band BATCH have
 * no minimum; an instance that does not serve costs none. What is ending already is counted first.
 *
 * <p>Looks at a few agents from a start that moves with {@code number}: all get their turn.
 */
public final class Preemption {
  /** Agents asked whether they are allowed and have anything to end. */
  private static final int MOST_SCANNED = 16_384;

  /** Agents whose instances are weighed against each other. */
  private static final int MOST_WEIGHED = 32;

  private final ClusterState state;
  private final Pool pool;
  private final AppSpec spec;

  /** Host ports that it insists on. */
  private final List<Integer> fixed;

  private final Map<AppId, Owner> owners = new LinkedHashMap<>();
  private int weighed;
  private int onTheWay;

  /** Room for one on an agent, once these have ended. */
  public record Room(int slot, List<Instance> victims) {
    public Room {
      victims = List.copyOf(victims);
    }
  }

  /** A room with its price. */
  private record Offer(Room room, Priority band, double share) {}

  private static final Comparator<Offer> DAMAGE =
      Comparator.comparing(Offer::band)
          .thenComparingInt(offer -> offer.room().victims().size())
          .thenComparingDouble(Offer::share)
          .thenComparingInt(offer -> offer.room().slot());

  private static final Comparator<Candidate> LEAST_WORTH_FIRST =
      Comparator.comparing(Candidate::band)
          .thenComparing(candidate -> candidate.instance().placedAt(), Comparator.reverseOrder())
          .thenComparing(candidate -> candidate.instance().id());

  /** An instance that may be ended, if its app can spare it. */
  private record Candidate(Instance instance, Owner owner) {
    Priority band() {
      return owner.band();
    }
  }

  /**
   * The app of an instance.
   *
   * @param gives whether instances of it may be ended at all
   * @param spare so many of those that serve
   */
  private record Owner(Priority band, boolean gives, int spare) {
    static final Owner NONE = new Owner(Priority.CRITICAL, false, 0);
  }

  private Preemption(ClusterState state, AppSpec spec) {
    this.state = state;
    this.pool = state.pool();
    this.spec = spec;
    this.fixed = spec.hostPorts().stream().filter(port -> port != 0).toList();
  }

  /**
   * Empty if there is none, or if nothing need be done: at least {@code missing} agents that were
   * looked at will have room anyway once what is ending there has ended.
   *
   * @param accepts whether the agent in a slot may take one, be there room or not
   * @param missing instances without room, at least 1
   * @param number that differs from one attempt to the next
   */
  public static Optional<Room> find(
      ClusterState state, AppSpec spec, IntPredicate accepts, int missing, long number) {
    return state.countBelow(spec.policy().priority()) == 0
        ? Optional.empty()
        : new Preemption(state, spec).find(accepts, missing, number);
  }

  private Optional<Room> find(IntPredicate accepts, int missing, long number) {
    int slots = pool.slots();
    int slot = slots == 0 ? 0 : (int) Long.remainderUnsigned(mixed(number), slots);
    var offers = new ArrayList<Offer>();
    for (int i = 0; i < Math.min(slots, MOST_SCANNED) && weighed < MOST_WEIGHED; i++) {
      if (isPossible(slot) && accepts.test(slot)) {
        weigh(slot).ifPresent(offers::add);
      }
      slot = slot + 1 == slots ? 0 : slot + 1;
    }
    return onTheWay >= missing ? Optional.empty() : offers.stream().min(DAMAGE).map(Offer::room);
  }

  /** Numbers that follow one another start far apart: the last step of SplitMix64. */
  private static long mixed(long number) {
    long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }

  private boolean isPossible(int slot) {
    if (!pool.present(slot) || pool.standing(slot) != Standing.OPEN) {
      return false;
    }
    var agent = pool.spec(slot);
    return agent.capacity().covers(spec.resources())
        && pool.ports(slot).size() >= spec.hostPortCount()
        && fixed.stream().allMatch(agent::mayGive);
  }

  /** The price of room there, if it can be made. */
  private Optional<Offer> weigh(int slot) {
    var clearing = new Clearing(pool, slot, spec, fixed);
    var candidates = new ArrayList<Candidate>();
    for (var instance : state.walkOn(slot)) {
      if (instance.condition() == Instance.Condition.KILLING) {
        clearing.ends(instance);
      } else {
        var owner = owner(instance.app());
        if (owner.gives() && (owner.spare() > 0 || !instance.serves())) {
          candidates.add(new Candidate(instance, owner));
        }
      }
    }
    weighed += candidates.isEmpty() ? 0 : 1;
    if (clearing.isEnough()) {
      onTheWay++;
      return Optional.empty();
    }
    candidates.sort(LEAST_WORTH_FIRST);
    var victims = new ArrayList<Candidate>();
    Map<AppId, Integer> lost = new LinkedHashMap<>();
    for (var candidate : candidates) {
      if (!clearing.isEnough() && clearing.helps(candidate.instance()) && spare(candidate, lost)) {
        clearing.ends(candidate.instance());
        victims.add(candidate);
      }
    }
    if (!clearing.isEnough()) {
      return Optional.empty();
    }
    // Later ones may have made earlier ones needless; those that are worth most go free first.
    for (int i = victims.size() - 1; i >= 0; i--) {
      if (clearing.stays(victims.get(i).instance())) {
        victims.remove(i);
      }
    }
    return Optional.of(price(slot, victims));
  }

  /** Asked of each app once in an attempt. */
  private Owner owner(AppId id) {
    var known = owners.get(id);
    if (known == null) {
      known = state.app(id).map(this::owner).orElse(Owner.NONE);
      owners.put(id, known);
    }
    return known;
  }

  private Owner owner(App app) {
    var band = app.spec().policy().priority();
    if (!spec.policy().priority().above(band)) {
      return Owner.NONE;
    }
    if (band == Priority.BATCH || !app.spec().forEver()) {
      return new Owner(band, true, Integer.MAX_VALUE);
    }
    int serving = 0;
    for (var version : state.liveVersions(app.id())) {
      serving += state.tally(app.id(), version).serving();
    }
    int minimum = app.spec().upgrade().minimumHealthy(app.wanted());
    return new Owner(band, true, Math.max(0, serving - minimum));
  }

  /** Whether the app can do without it beside those that it is to lose already. */
  private static boolean spare(Candidate candidate, Map<AppId, Integer> lost) {
    if (!candidate.instance().serves()) {
      return true;
    }
    int most = candidate.owner().spare();
    int before = lost.getOrDefault(candidate.instance().app(), 0);
    if (before >= most) {
      return false;
    }
    lost.put(candidate.instance().app(), before + 1);
    return true;
  }

  private Offer price(int slot, List<Candidate> victims) {
    var band = victims.getLast().band();
    var taken =
        victims.stream()
            .map(victim -> victim.instance().resources())
            .reduce(Resources.NONE, Resources::plus);
    double share = DominantShare.of(taken, pool.spec(slot).capacity());
    var instances = victims.stream().map(Candidate::instance).toList();
    return new Offer(new Room(slot, instances), band, share);
  }
}
