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
    bySlot[slot] = pool.present(slot) ? number(pool.spec(slot).field(name)) : 0;
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
