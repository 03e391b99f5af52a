package dev.ekiden.core.place;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.pool.IntCounts;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Terrain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One search for places of equal instances of one app, each seeing those before it. It chooses the
 * best cells first — most preferences met, then the smallest group — and in those the best of a few
 * agents (see {@link Window}): the one with the fewest of the app, then the most room, or for apps
 * that pack the one with the least room. If any agent can take an instance, one is found.
 *
 * <p>Changes nothing but itself; the pool and the counts must stay as they are while it is used.
 */
public final class Placement {
  private final Pool pool;
  private final Ask ask;
  private final Rules rules;
  private final Look look;
  private final Terrain terrain;
  private final long start;
  private @Nullable Window[] windows;

  /** Cells of which no agent can take any more. */
  private boolean[] exhausted;

  /** Where the next walk round the cells starts. */
  private int pointer;

  /** No open cell's key is below this. */
  private long floor;

  /** The candidate in the window of the best cell. */
  private int bestIndex;

  private boolean touched;

  /** One instance's place. */
  public record Spot(AgentId agent, int slot, List<Integer> ports) {}

  /** What could be placed, in the order of placing, and how many could not. */
  public record Result(List<Spot> spots, int missing) {}

  Placement(Pool pool, Ask ask, IntCounts placed, long number) {
    this.pool = pool;
    this.ask = ask;
    this.rules = new Rules(pool, ask, placed);
    this.look = new Look(pool, ask, rules, placed, number);
    this.terrain = rules.terrain();
    this.start = mixed(number);
    this.windows = new Window[terrain.cells()];
    this.exhausted = new boolean[terrain.cells()];
    this.pointer = terrain.cells() == 0 ? 0 : (int) Long.remainderUnsigned(start, terrain.cells());
  }

  /**
   * @param placed the app's active instances of the same configuration, by slot: only those count
   *     for constraints, as in Marathon
   * @param number of the event: where the search starts, and which ports it gives, derive from it
   */
  public static Placement of(Pool pool, AppSpec spec, IntCounts placed, long number) {
    return new Placement(pool, Ask.of(spec), placed, number);
  }

  /** Numbers that follow one another start far apart: the last step of SplitMix64. */
  private static long mixed(long number) {
    long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }

  /** Room on the agent that is taken in the pool, but held for this very app. */
  public void credit(int slot, Resources what) {
    look.credit(slot, what);
    startAnew();
  }

  /** Whether roles and constraints let the agent take one more, be there room or not. */
  public boolean accepts(int slot) {
    var cell = terrain.cellOf(slot);
    return cell != null
        && rules.key(cell) != Rules.CLOSED
        && look.count(slot) < look.mostPerAgent()
        && !look.excluded(slot);
  }

  /** Room on the agent that is free in the pool, but will be taken by others. */
  public void debit(int slot, Resources what) {
    look.debit(slot, what);
    startAnew();
  }

  /** Leaves an agent out, as if it were not there. */
  public void exclude(int slot) {
    look.exclude(slot);
    touched = true;
    startAnew();
  }

  private void startAnew() {
    windows = new Window[terrain.cells()];
    exhausted = new boolean[terrain.cells()];
    floor = 0;
  }

  /** Places so many more, or as many of them as find room. */
  public Result place(int count) {
    if (touched) {
      rules.recountGroups(look);
      touched = false;
    }
    if (!look.anyMayFit()) {
      return new Result(List.of(), count);
    }
    var spots = new ArrayList<Spot>(Math.min(count, 1024));
    while (spots.size() < count) {
      int cell = bestCell();
      if (cell < 0) {
        break;
      }
      spots.add(take(cell));
    }
    return new Result(Collections.unmodifiableList(spots), count - spots.size());
  }

  private Spot take(int cell) {
    var window = window(cell);
    int slot = window.candidate(bestIndex);
    var spot = look.take(slot);
    rules.add(slot);
    window.taken(bestIndex);
    pointer = cell + 1 == exhausted.length ? 0 : cell + 1;
    return spot;
  }

  private Window window(int cell) {
    var known = windows[cell];
    if (known == null) {
      known = new Window(terrain.cell(cell).slots(), look, start);
      windows[cell] = known;
    }
    return known;
  }

  /** The cell with the best candidate of all seen, -1 if there is none. */
  private int bestCell() {
    while (true) {
      long key = lowestKey();
      if (key == Rules.CLOSED) {
        return -1;
      }
      int cell = bestCell(key);
      if (cell >= 0) {
        return cell;
      }
    }
  }

  private long lowestKey() {
    long lowest = Rules.CLOSED;
    for (int i = 0, cell = pointer; i < exhausted.length; i++) {
      if (!exhausted[cell]) {
        lowest = Math.min(lowest, rules.key(terrain.cell(cell)));
        if (lowest == floor) {
          return lowest;
        }
      }
      cell = cell + 1 == exhausted.length ? 0 : cell + 1;
    }
    floor = rules.keysOnlyRise() ? lowest : 0;
    return lowest;
  }

  /** Among cells with that key; marks those that turn out to have no candidate. */
  private int bestCell(long key) {
    int best = -1;
    int seen = 0;
    long walked = 0;
    for (int i = 0, cell = pointer; i < exhausted.length; i++) {
      if (best >= 0 && (seen >= Window.MOST || walked >= Window.MOST_PASSED)) {
        break;
      }
      if (!exhausted[cell] && rules.key(terrain.cell(cell)) == key) {
        var window = window(cell);
        walked -= window.walked();
        int index = window.best();
        walked += window.walked();
        exhausted[cell] = index < 0;
        seen += window.size();
        if (index >= 0 && (best < 0 || window.isBetter(index, window(best), bestIndex))) {
          best = cell;
          bestIndex = index;
        }
      }
      cell = cell + 1 == exhausted.length ? 0 : cell + 1;
    }
    return best;
  }

  /** What each agent says to one more instance; only those that refuse, in order of their ids. */
  public List<Veto> vetoes() {
    return new Vetoes(pool, ask, rules, look).all();
  }
}
