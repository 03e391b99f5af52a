package dev.ekiden.core.pool;

import dev.ekiden.core.model.AgentSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open agents that meet some {@link Terms}, parted into {@link Cell}s, and kept right while
 * agents come, change and go. The cells are sorted by their values as text, so that nothing depends
 * on when it was made.
 */
public final class Terrain {
  private static final byte UNKNOWN = 0;
  private static final byte YES = 1;
  private static final byte NO = 2;

  private final Terms terms;
  private final Test[] conditions;
  private final Test[] wishes;
  private final Field[] fields;
  private final LinkedHashMap<Key, Cell> byKey = new LinkedHashMap<>();
  private final List<Cell> cells = new ArrayList<>();
  private final Comparator<Cell> order;

  /** Cells by field and number of a value in it. */
  private final int[][] cellsWith;

  private final int[] distinct;
  private @Nullable Cell[] cellOf = {};

  private record Key(List<Integer> values, long wishes) {}

  /** A condition, asked once for each value of its field. */
  private static final class Test {
    private final Condition.Check check;
    private final Field field;
    private byte[] answers = {};

    Test(Condition condition, Field field) {
      this.check = condition.check();
      this.field = field;
    }

    boolean holds(int slot) {
      int number = field.of(slot);
      if (number >= answers.length) {
        answers = Arrays.copyOf(answers, field.numbers());
      }
      if (answers[number] == UNKNOWN) {
        answers[number] = check.holds(field.value(number)) ? YES : NO;
      }
      return answers[number] == YES;
    }
  }

  Terrain(Terms terms, Terrains fieldsOf, Pool pool) {
    this.terms = terms;
    this.conditions = tests(terms.conditions(), fieldsOf, pool);
    this.wishes = tests(terms.wishes(), fieldsOf, pool);
    this.fields =
        terms.fields().stream().map(name -> fieldsOf.field(name, pool)).toArray(Field[]::new);
    this.cellsWith = new int[fields.length][];
    this.distinct = new int[fields.length];
    Arrays.setAll(cellsWith, _ -> new int[0]);
    var byText = Comparator.comparingLong(Cell::wishes);
    for (int i = fields.length - 1; i >= 0; i--) {
      int at = i;
      byText =
          Comparator.<Cell, String>comparing(cell -> fields[at].value(cell.values[at]))
              .thenComparing(byText);
    }
    this.order = byText;
    for (int slot = 0; slot < pool.slots(); slot++) {
      update(pool, slot, false);
    }
    cells.sort(order);
    number(0);
  }

  private static Test[] tests(List<Condition> all, Terrains fieldsOf, Pool pool) {
    return all.stream()
        .map(one -> new Test(one, fieldsOf.field(one.field(), pool)))
        .toArray(Test[]::new);
  }

  private void number(int from) {
    for (int i = from; i < cells.size(); i++) {
      cells.get(i).position = i;
    }
  }

  /** Takes over what has become of an agent. */
  void update(Pool pool, int slot) {
    update(pool, slot, true);
  }

  private void update(Pool pool, int slot, boolean sorted) {
    if (slot >= cellOf.length) {
      cellOf = Arrays.copyOf(cellOf, Math.max(slot + 1, cellOf.length * 2));
    }
    var before = cellOf[slot];
    var key = pool.present(slot) ? key(pool, slot) : null;
    var next = key == null ? null : byKey.get(key);
    if (before != null && before == next) {
      return;
    }
    if (before != null) {
      leave(before, slot);
    }
    if (key != null) {
      var cell = next == null ? cell(key, sorted) : next;
      cell.slots.add(slot);
      cellOf[slot] = cell;
    }
  }

  /** Empty-handed if the agent is not of this terrain. All conditions are asked in any case. */
  private @Nullable Key key(Pool pool, int slot) {
    boolean belongs = true;
    for (var condition : conditions) {
      belongs &= condition.holds(slot);
    }
    if (!belongs
        || pool.standing(slot) != Standing.OPEN
        || !mayUse(terms.roles(), pool.spec(slot))) {
      return null;
    }
    long met = 0;
    for (int i = 0; i < wishes.length; i++) {
      met |= wishes[i].holds(slot) ? 1L << i : 0;
    }
    var values = new ArrayList<Integer>(fields.length);
    for (var field : fields) {
      values.add(field.of(slot));
    }
    return new Key(values, met);
  }

  /** Whether an app with those roles may use the agent. */
  public static boolean mayUse(List<String> roles, AgentSpec agent) {
    return roles.isEmpty() ? agent.role().equals(AgentSpec.ANY_ROLE) : roles.contains(agent.role());
  }

  private Cell cell(Key key, boolean sorted) {
    var cell = new Cell(key.values.stream().mapToInt(n -> n).toArray(), key.wishes);
    byKey.put(key, cell);
    int at = sorted ? ~Collections.binarySearch(cells, cell, order) : cells.size();
    cells.add(at, cell);
    if (sorted) {
      number(at);
    }
    for (int i = 0; i < fields.length; i++) {
      count(i, cell.values[i], 1);
    }
    return cell;
  }

  private void leave(Cell cell, int slot) {
    cell.slots.remove(slot);
    cellOf[slot] = null;
    if (cell.slots.size() == 0) {
      byKey.remove(new Key(Arrays.stream(cell.values).boxed().toList(), cell.wishes()));
      cells.remove(cell.position);
      number(cell.position);
      for (int i = 0; i < fields.length; i++) {
        count(i, cell.values[i], -1);
      }
    }
  }

  private void count(int field, int value, int sign) {
    if (value >= cellsWith[field].length) {
      cellsWith[field] = Arrays.copyOf(cellsWith[field], fields[field].numbers());
    }
    int before = cellsWith[field][value];
    cellsWith[field][value] = before + sign;
    if (value != 0) {
      distinct[field] += before + sign == 0 ? -1 : before == 0 ? 1 : 0;
    }
  }

  public int cells() {
    return cells.size();
  }

  public Cell cell(int position) {
    return cells.get(position);
  }

  /** The agent's cell; null if it is not of this terrain. */
  public @Nullable Cell cellOf(int slot) {
    return slot < cellOf.length ? cellOf[slot] : null;
  }

  /** The terms' field at that index. */
  public Field field(int index) {
    return fields[index];
  }

  /** Values of that field among its agents. */
  public int distinct(int index) {
    return distinct[index];
  }

  /** Whether the agent, whatever its standing, meets the terms' condition at that index. */
  public boolean meets(int slot, int condition) {
    return conditions[condition].holds(slot);
  }

  /** Roughly how many bytes it takes. */
  long bytes() {
    return cellOf.length * 4L + cells.size() * 250L;
  }
}
