package dev.ekiden.core.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/** One field of all agents: its values by number, and each agent's number. */
public final class Field {
  private final String name;
  private final LinkedHashMap<String, Integer> numbers = new LinkedHashMap<>();
  private final List<String> values = new ArrayList<>();
  private int[] bySlot = {};
  private long changes;

  Field(String name) {
    this.name = name;
    number("");
  }

  private int number(String value) {
    var known = numbers.putIfAbsent(value, values.size());
    if (known == null) {
      values.add(value);
      return values.size() - 1;
    }
    return known;
  }

  /** Takes the agent's value over; an empty slot has none. */
  void update(Pool pool, int slot) {
    if (slot >= bySlot.length) {
      bySlot = Arrays.copyOf(bySlot, Math.max(slot + 1, bySlot.length * 2));
    }
    int number = pool.present(slot) ? number(pool.spec(slot).field(name)) : 0;
    changes += bySlot[slot] == number ? 0 : 1;
    bySlot[slot] = number;
  }

  /** How often an agent's value has changed. */
  long changes() {
    return changes;
  }

  /** Number of the agent's value, 0 if it lacks the field. */
  public int of(int slot) {
    return slot < bySlot.length ? bySlot[slot] : 0;
  }

  public String value(int number) {
    return values.get(number);
  }

  /** One more than the highest number. */
  public int numbers() {
    return values.size();
  }
}
