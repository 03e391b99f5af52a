package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.pool.Rooms;
import dev.ekiden.core.share.DominantShare;
import dev.ekiden.core.share.QuotaCheck;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Waiting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Apps that wait, in lines: those of one project in one band whose instances need the same stand in
 * one, the one that was tried longest ago in front. When room comes free, the first of some lines
 * are tried: of each band the lines of the projects with the least, and those tried longest ago, so
 * that nobody is passed over for ever. A line whose need is larger than the largest free room costs
 * one comparison, however long it is; only in small clusters it is tried all the same, as there
 * people are told of each change of the reasons.
 */
final class Hopes {
  /** Apps tried in vain in one turn; the others follow in the next ones. */
  private static final int MOST_IN_VAIN = 32;

  /** Of each band at once, twice: by share, and by time. */
  private static final int AT_ONCE = 4;

  /** Apps that wait for quota whose quota is checked in one turn. */
  private static final int MOST_CHECKED = 256;

  private final TreeMap<Key, Line> lines = new TreeMap<>();
  private final Map<AppId, Line> lineOf = new LinkedHashMap<>();
  private final Line forQuota = new Line();

  /** Moves on when room, or quota, comes free: whoever was tried before may hope. */
  private long roomEra;

  private long quotaEra;
  private boolean roomHoped;

  /** Whether anything has come free since somebody was last tried. */
  private boolean news;

  private int vain;
  private int checked;

  /** What those in a line have in common; higher bands first. */
  private record Key(Priority band, ProjectId project, Rooms.Need need) implements Comparable<Key> {
    private static final Comparator<Rooms.Need> BY_NEED =
        Comparator.comparingLong(Rooms.Need::cpuMillis)
            .thenComparingLong(Rooms.Need::memMib)
            .thenComparingLong(Rooms.Need::diskMib)
            .thenComparingLong(Rooms.Need::gpus)
            .thenComparingLong(Rooms.Need::ports);
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::band)
            .reversed()
            .thenComparing(key -> key.project().value())
            .thenComparing(Key::need, BY_NEED);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /** Apps with the era in which each was last tried, oldest first. */
  private static final class Line {
    final Map<AppId, Long> tried = new LinkedHashMap<>();

    /** Era in which the first was tried. */
    long oldest() {
      return tried.isEmpty() ? Long.MAX_VALUE : tried.values().iterator().next();
    }

    AppId first() {
      return tried.keySet().iterator().next();
    }

    void toTheBack(AppId app, long era) {
      tried.remove(app);
      tried.put(app, era);
    }
  }

  void roomFreed() {
    roomEra++;
    roomHoped = true;
    news = true;
  }

  void quotaFreed() {
    quotaEra++;
    news = true;
  }

  void turns() {
    vain = 0;
    checked = 0;
  }

  /** The app was tried and waits now. */
  void add(ClusterState state, AppSpec spec) {
    remove(spec.id());
    boolean quota =
        state.app(spec.id()).filter(app -> app.waiting() instanceof Waiting.ForQuota).isPresent();
    if (quota) {
      lineOf.put(spec.id(), forQuota);
      forQuota.toTheBack(spec.id(), quotaEra);
      return;
    }
    var need = new Rooms.Need(spec.resources(), spec.hostPortCount());
    var key = new Key(spec.policy().priority(), spec.id().project(), need);
    var line = lines.computeIfAbsent(key, _ -> new Line());
    lineOf.put(spec.id(), line);
    line.toTheBack(spec.id(), roomEra);
  }

  /** It waits no more. If it was among those tried, that was not in vain. */
  void remove(AppId app) {
    var line = lineOf.remove(app);
    if (line != null) {
      line.tried.remove(app);
    }
  }

  /** One of those tried has found what it waited for. */
  void fulfilled(AppId app) {
    if (lineOf.containsKey(app)) {
      vain = Math.max(0, vain - 1);
      remove(app);
    }
  }

  /**
   * Whom to try now. Asked again it answers others, as long as there are any: at once if there is
   * news, else not before those that miss something have been served.
   */
  List<AppId> take(ClusterState state, boolean idle) {
    if (!news && !idle) {
      return List.of();
    }
    news = false;
    var hopeful = new ArrayList<AppId>();
    takeForQuota(state, hopeful);
    if (!roomHoped || vain >= MOST_IN_VAIN) {
      return hopeful;
    }
    int before = hopeful.size();
    var band = new ArrayList<Map.Entry<Key, Line>>();
    for (Iterator<Map.Entry<Key, Line>> all = lines.entrySet().iterator(); all.hasNext(); ) {
      var entry = all.next();
      if (entry.getValue().tried.isEmpty()) {
        all.remove();
        continue;
      }
      if (!band.isEmpty() && band.getFirst().getKey().band() != entry.getKey().band()) {
        pick(state, band, hopeful);
        band.clear();
      }
      if (mayHope(state, entry)) {
        band.add(entry);
      }
    }
    pick(state, band, hopeful);
    roomHoped = hopeful.size() > before;
    vain += hopeful.size() - before;
    return hopeful;
  }

  private boolean mayHope(ClusterState state, Map.Entry<Key, Line> entry) {
    return entry.getValue().oldest() < roomEra
        && (state.pool().agents().size() <= Starting.SMALL_CLUSTER
            || state.pool().rooms().mayFit(entry.getKey().need()));
  }

  private void pick(ClusterState state, List<Map.Entry<Key, Line>> band, List<AppId> hopeful) {
    if (band.isEmpty()) {
      return;
    }
    pick(band, hopeful, it -> share(state, it.getKey().project()));
    pick(band, hopeful, it -> it.getValue().oldest());
  }

  private static double share(ClusterState state, ProjectId project) {
    return DominantShare.weighted(state, GroupId.of(project));
  }

  /** The first of the best lines, then the next of them. */
  private void pick(
      List<Map.Entry<Key, Line>> band,
      List<AppId> hopeful,
      ToDoubleFunction<Map.Entry<Key, Line>> order) {
    var best = new TreeMap<Double, List<Line>>();
    for (var entry : band) {
      best.computeIfAbsent(order.applyAsDouble(entry), _ -> new ArrayList<>())
          .add(entry.getValue());
    }
    int left = AT_ONCE;
    for (var some : best.values()) {
      for (int i = 0; i < some.size() && left > 0; i++) {
        var line = some.get(i);
        while (left > 0 && line.oldest() < roomEra) {
          var app = line.first();
          line.toTheBack(app, roomEra);
          hopeful.add(app);
          left--;
        }
      }
    }
  }

  private void takeForQuota(ClusterState state, List<AppId> hopeful) {
    while (checked < MOST_CHECKED && forQuota.oldest() < quotaEra) {
      checked++;
      var app = forQuota.first();
      forQuota.toTheBack(app, quotaEra);
      state
          .app(app)
          .filter(known -> QuotaCheck.headroom(state, known.spec()) > 0)
          .ifPresent(_ -> hopeful.add(app));
    }
  }
}
