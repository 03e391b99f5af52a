package dev.ekiden.core.rollout;

import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What an app still needs: how many starts, which kills. Looks at what is there now and nothing
 * else, so it may be asked again at any time; this is the one place that decides both.
 *
 * <p><b>Replacing a version</b> is Marathon's rolling restart. With N wanted, H that serve (of the
 * version now: that are ready), at least {@code ceil(N × minimumHealth)} serve and at most {@code
 * floor(N × (1 + maximumOver))} are live. Where the two meet and are reached, one more may be live,
 * or nothing would ever move. Old ones that do not serve go at once; of those that serve, as many
 * as H is above the minimum. No more go than can be started again within the quota.
 *
 * <p><b>Replacing single instances</b> is asked for by whoever gives them the goal REPLACE, such as
 * unhealthy ones and those on agents that are drained. Of W wanted, R have that goal, and at most L
 * ({@code HealingSpec.limit}) are replaced at a time:
 *
 * <ul>
 *   <li>so many start that W + min(R, L) are active;
 *   <li>as many of the R are told to end as all others that serve are beyond W − R; those that do
 *       not serve go first. So each replacement that serves lets one go;
 *   <li>if {@code startFirst} is off, or the app waits for room or quota, those that do not serve
 *       are told to end before there is a replacement, L at a time; those that serve only as far as
 *       the app's minimum still serves.
 * </ul>
 *
 * <p><b>Changing sizes.</b> Where only the size of instances differs, those of the old ones that
 * can change it as they run ({@link InPlace}) stay: they are left out of the arithmetic above, and
 * get the new size some at a time.
 *
 * <p>An instance that must end whatever the minimum is, such as at the end of a drain, is killed by
 * whoever decides that; it is then missed and replaced here.
 */
public final class Rollout {
  private final ClusterState state;
  private final App app;
  private final Headroom headroom;
  private final Crew crew;
  private final Victims victims;
  private final InPlace inPlace;

  /** Wanted before the deployment that is under way. */
  private final int before;

  /**
   * What to do next: kills first, if there are any.
   *
   * @param version that is to be started
   * @param resize those that get the size of the version now as they run
   */
  public record Step(int start, Instant version, List<Instance> kill, List<Instance> resize) {
    Step(int start, Instant version, List<Instance> kill) {
      this(start, version, kill, List.of());
    }
  }

  private Rollout(ClusterState state, App app, Headroom headroom) {
    this.state = state;
    this.app = app;
    this.headroom = headroom;
    this.crew = Crew.of(state, app);
    this.victims = new Victims(state, app);
    var found = state.deploymentOf(app.id()).flatMap(deployment -> deployment.before(app.id()));
    this.before = found.map(App::wanted).orElse(app.wanted());
    var settled = found.map(App::configVersion).orElse(app.configVersion());
    this.inPlace = new InPlace(state, app, headroom, settled);
  }

  /**
   * Costs in proportion to what is told to end; nothing but counts is looked at where nothing is.
   */
  public static Step next(ClusterState state, App app, Aim aim, Headroom headroom) {
    var rollout = new Rollout(state, app, headroom);
    return switch (aim) {
      case Aim.Keep _ -> rollout.steady(app.wanted(), app.configVersion(), true);
      case Aim.Replace _ -> rollout.replaceAll();
      case Aim.Hold(var wanted, var version) -> rollout.hold(wanted, version);
      case Aim.Canary canary -> rollout.canary(canary);
    };
  }

  private Step starts(int count, Instant version) {
    return new Step(Math.max(0, count), version, List.of());
  }

  /** Old ones that are ending still take part in the maximum until they have ended. */
  private Step replaceAll() {
    return crew.old().live() == 0
        ? steady(app.wanted(), app.configVersion(), true)
        : replace(app.wanted(), app.wanted(), 0);
  }

  /** What is there beyond the number held counts too: none of it goes without a replacement. */
  private Step hold(int wanted, Instant version) {
    int kept = Math.max(wanted, Math.min(crew.all().active(), app.wanted()));
    int minimum = app.spec().upgrade().minimumHealthy(Math.max(kept, app.wanted()));
    var step = steady(kept, minimum, version, false);
    return step.kill().isEmpty()
        ? starts(Math.min(step.start(), most(kept) - crew.all().live()), version)
        : step;
  }

  private int most(int wanted) {
    var upgrade = app.spec().upgrade();
    int capacity = upgrade.maximumCapacity(wanted);
    return upgrade.minimumHealthy(wanted) == capacity ? capacity + 1 : capacity;
  }

  /** Nothing is replaced but what has that goal. */
  private Step steady(int wanted, Instant version, boolean shed) {
    return steady(wanted, app.spec().upgrade().minimumHealthy(wanted), version, shed);
  }

  private Step steady(int wanted, int minimum, Instant version, boolean shed) {
    var all = crew.all();
    int spare = all.serving() - minimum;
    if (shed && all.good() > wanted) {
      return new Step(0, version, victims.evenly(all.good() - wanted, alike(all), spare));
    }
    int limit = app.spec().policy().healing().limit(wanted);
    if (all.bad() > 0) {
      int kills = Math.clamp(all.goodServing() + all.bad() - wanted, 0, all.bad());
      if (kills == 0 && endsFirst()) {
        kills = endFirst(all, wanted, limit, spare);
      }
      if (kills > 0) {
        return new Step(0, version, victims.least(kills, false, Rollout::isBad));
      }
    }
    boolean ahead = app.spec().policy().healing().startFirst();
    int extra = ahead ? all.bad() : spare > 0 ? 0 : all.badServing();
    return starts(wanted + Math.min(extra, limit) - all.active(), version);
  }

  private boolean endsFirst() {
    return !app.spec().policy().healing().startFirst() || !(app.waiting() instanceof Waiting.None);
  }

  private static int endFirst(Crew.Count all, int wanted, int limit, int spare) {
    int out = Math.max(0, wanted - all.bad() - all.goodServing());
    int idle = Math.clamp(limit - out, 0, all.badIdle());
    return idle + Math.clamp(Math.min(limit - out - idle, spare), 0, all.badServing());
  }

  private static boolean isBad(Instance instance) {
    return instance.goal() == Instance.Goal.REPLACE;
  }

  private static boolean alike(Crew.Count count) {
    return count.active() == count.ready() && count.bad() == 0;
  }

  /**
   * Until the canary is promoted the number stays what it was. Old ones that are missing come
   * first: they are what serves.
   */
  private Step canary(Aim.Canary aim) {
    int floor = aim.wanted() - aim.first();
    int missingOld = floor - crew.old().active();
    if (missingOld > 0) {
      return starts(Math.min(missingOld, most(aim.wanted()) - crew.all().live()), aim.old());
    }
    if (crew.current().good() < aim.first() || crew.old().good() > floor) {
      return replace(aim.first(), aim.wanted(), floor);
    }
    var step = steady(aim.wanted(), aim.old(), false);
    int most = most(aim.wanted()) + crew.all().bad();
    return step.kill().isEmpty()
        ? starts(Math.min(step.start(), most - crew.all().live()), aim.old())
        : step;
  }

  /**
   * @param goal so many of the version now
   * @param wanted so many of any version
   * @param floor so many old ones stay
   */
  private Step replace(int goal, int wanted, int floor) {
    if (inPlace.isOutOfQuestion()) {
      return replace(goal, wanted, floor, List.of());
    }
    var all = crew.all();
    boolean complete = all.active() >= wanted && all.bad() == 0;
    if (complete && state.resizingOf(app.id()) > 0) {
      // The answers come soon, and tell who is left to be replaced.
      return new Step(0, app.configVersion(), List.of());
    }
    var stay = inPlace.choose(goal - crew.current().good());
    var step = replace(goal - stay.size(), wanted, floor + stay.size(), stay);
    return step.kill().isEmpty()
        ? new Step(step.start(), step.version(), List.of(), toResize(stay, wanted))
        : step;
  }

  /**
   * As many at a time as a rollout would replace, a fifth at most: these do not start anew, but
   * whether the new size does them good shows only afterwards. No more before all have answered and
   * all new ones are ready; nor while fewer than the minimum serve, unless that is for want of
   * room, which smaller ones may leave.
   */
  private List<Instance> toResize(List<Instance> stay, int wanted) {
    var current = crew.current();
    if (state.resizingOf(app.id()) > 0 || current.live() > current.ready()) {
      return List.of();
    }
    int least = app.spec().upgrade().minimumHealthy(Math.min(wanted, before));
    boolean below = current.ready() + crew.old().serving() < least;
    if (below && app.waiting() instanceof Waiting.None) {
      return List.of();
    }
    var upgrade = app.spec().upgrade();
    int wave = upgrade.maximumCapacity(wanted) - upgrade.minimumHealthy(wanted);
    int most = Math.clamp(wave, 1, app.spec().policy().healing().limit(wanted));
    return stay.subList(0, Math.min(most, stay.size()));
  }

  /**
   * @param stay old ones that are to stay for their size will change; counted in {@code floor}, and
   *     not in {@code goal}
   */
  private Step replace(int goal, int wanted, int floor, List<Instance> stay) {
    var current = crew.current();
    var old = crew.old();
    var staying = stay.stream().map(Instance::id).collect(Collectors.toCollection(TreeSet::new));
    Predicate<Instance> goes = it -> isOld(it) && !staying.contains(it.id());
    int minimum = app.spec().upgrade().minimumHealthy(wanted);
    int capacity = app.spec().upgrade().maximumCapacity(wanted);
    int healthy = current.ready() + old.serving();
    if (minimum == capacity && capacity <= healthy) {
      capacity++;
    }
    int missing = Math.max(0, goal - current.good());
    int start = Math.clamp(capacity - crew.all().live(), 0, missing);
    var kill = new ArrayList<Instance>();
    int surplus = Math.max(0, old.active() - floor);
    int idle = Math.min(surplus, old.active() - old.serving());
    int spare = healthy - minimum;
    int serving = Math.clamp(spare, 0, surplus - idle);
    var gone = victims.least(idle + serving, alike(old) && stay.isEmpty(), goes);
    var allowed = withinQuota(gone, wanted);
    kill.addAll(allowed);
    if (kill.isEmpty() && surplus > 0 && start > 0 && spare == 0 && isStuck()) {
      kill.addAll(withinQuota(victims.least(1, false, goes), wanted));
    }
    if (kill.isEmpty()) {
      kill.addAll(worthless(goal, spare));
    }
    boolean held =
        kill.isEmpty()
            && !gone.isEmpty()
            && missing > 0
            && headroom.after(Resources.NONE, 0, 0) <= 0;
    // Nothing can start then, but asking for one tells which quota is in the way.
    return new Step(held ? Math.max(1, start) : start, app.configVersion(), List.copyOf(kill));
  }

  private boolean isOld(Instance instance) {
    return !victims.isCurrent(instance);
  }

  /** New ones that are too many, or of no use. */
  private List<Instance> worthless(int goal, int spare) {
    var current = crew.current();
    if (current.good() > goal) {
      return victims.least(
          current.good() - goal,
          alike(current),
          instance -> victims.isCurrent(instance) && !isBad(instance));
    }
    int limit = app.spec().policy().healing().limit(goal);
    int idle = Math.clamp(limit - current.ending(), 0, current.badIdle());
    int serving =
        Math.clamp(Math.min(limit - current.ending() - idle, spare), 0, current.badServing());
    return victims.least(
        idle + serving, false, instance -> victims.isCurrent(instance) && isBad(instance));
  }

  /**
   * All serve that there are, and one more has no place: then one old one makes room, if the app
   * does not insist on all; for the quota's sake even then, as the quota is hard.
   */
  private boolean isStuck() {
    var current = crew.current();
    if (current.active() > current.ready() || crew.all().ending() > 0) {
      return false;
    }
    boolean roomShort =
        app.waiting() instanceof Waiting.ForRoom && app.spec().upgrade().minimumHealth() < 1;
    return roomShort || headroom.after(Resources.NONE, 0, 0) == 0;
  }

  /** The first of the victims, as many as can be started again by what the quota then leaves. */
  private List<Instance> withinQuota(List<Instance> gone, int wanted) {
    int left = crew.all().active();
    int lack = Math.max(0, wanted - (left - gone.size()));
    if (gone.isEmpty() || lack <= headroom.after(Resources.NONE, 0, 0)) {
      return gone;
    }
    var freed = Resources.NONE;
    int instances = 0;
    int ports = 0;
    for (var instance : state.walk(app.id(), true)) {
      if (!instance.active() && instance.charged()) {
        freed = freed.plus(instance.resources());
        instances++;
        ports += instance.ports().size();
      }
    }
    int fit = 0;
    for (int i = 1; i <= gone.size(); i++) {
      var victim = gone.get(i - 1);
      freed = freed.plus(victim.resources());
      instances++;
      ports += victim.ports().size();
      if (wanted - (left - i) <= headroom.after(freed, instances, ports)) {
        fit = i;
      }
    }
    return gone.subList(0, fit);
  }
}
