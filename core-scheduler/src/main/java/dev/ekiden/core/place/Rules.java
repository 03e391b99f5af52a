package dev.ekiden.core.place;

import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.pool.Cell;
import dev.ekiden.core.pool.Condition;
import dev.ekiden.core.pool.IntCounts;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.SlotSet;
import dev.ekiden.core.pool.Terms;
import dev.ekiden.core.pool.Terrain;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The constraints and preferences of one search. What an agent meets by itself is the terrain's
 * business; what depends on where instances are is the same for all agents of a cell, and kept here
 * in counts. Only limits per agent are left to the look at each.
 */
final class Rules {
  /** Key of a cell that takes no more. */
  static final long CLOSED = Long.MAX_VALUE;

  private static final int UNMET_BITS = 24;

  /** A constraint that counts: its use and which of the terms' fields it is about. */
  record Count(Constraint constraint, int field, FieldUse use, int weight) {
    boolean accepts(Cell cell) {
      return use.accepts(cell.value(field));
    }
  }

  /** A preference for few per agent. */
  record AgentWish(int most, int weight) {}

  private final List<String> fields = new ArrayList<>();
  private final List<Count> hard = new ArrayList<>();
  private final List<Count> soft = new ArrayList<>();
  private final List<Integer> wishWeights = new ArrayList<>();
  private final List<AgentWish> agentWishes = new ArrayList<>();
  private final Terrain terrain;
  private int mostPerAgent = Integer.MAX_VALUE;
  private int groupings;

  Rules(Pool pool, Ask ask, IntCounts placed) {
    this.terrain = pool.terrain(terms(ask));
    for (var constraint : ask.constraints()) {
      if (Constraints.limitsAgents(constraint)) {
        mostPerAgent = Math.min(mostPerAgent, Constraints.most(constraint));
      } else if (Constraints.counts(constraint)) {
        hard.add(count(constraint, 0, placed));
        groupings += constraint.operator() == Constraint.Operator.GROUP_BY ? 1 : 0;
      }
    }
    for (var preference : ask.preferences()) {
      var constraint = preference.constraint();
      if (Constraints.limitsAgents(constraint)) {
        agentWishes.add(new AgentWish(Constraints.most(constraint), preference.weight()));
      } else if (Constraints.counts(constraint)) {
        soft.add(count(constraint, preference.weight(), placed));
      }
    }
  }

  private Terms terms(Ask ask) {
    if (ask.constraints().isEmpty() && ask.preferences().isEmpty()) {
      return new Terms(ask.roles(), List.of(), List.of(), List.of());
    }
    var conditions = new ArrayList<Condition>();
    var wishes = new ArrayList<Condition>();
    for (var constraint : ask.constraints()) {
      conditions.add(Condition.of(constraint));
      keep(constraint);
    }
    for (var preference : ask.preferences()) {
      keep(preference.constraint());
      if (!Constraints.counts(preference.constraint()) && wishes.size() < Terms.MOST_WISHES) {
        wishes.add(Condition.of(preference.constraint()));
        wishWeights.add(preference.weight());
      }
    }
    return new Terms(ask.roles(), conditions, fields, wishes);
  }

  private void keep(Constraint constraint) {
    var field = Condition.canonical(constraint.field());
    if (Constraints.counts(constraint)
        && !Constraints.limitsAgents(constraint)
        && !fields.contains(field)) {
      fields.add(field);
    }
  }

  private Count count(Constraint constraint, int weight, IntCounts placed) {
    int field = fields.indexOf(Condition.canonical(constraint.field()));
    int limit =
        switch (constraint.operator()) {
          case UNIQUE, MAX_PER -> Constraints.most(constraint);
          case GROUP_BY ->
              constraint.value().isEmpty()
                  ? terrain.distinct(field)
                  : Integer.parseInt(constraint.value());
          case CLUSTER, LIKE, UNLIKE, IS -> 0;
        };
    var use = new FieldUse(constraint.operator(), limit, placed.by(terrain.field(field)));
    return new Count(constraint, field, use, weight);
  }

  /** One more instance is on the agent. */
  void add(int slot) {
    for (int i = 0; i < hard.size(); i++) {
      var one = hard.get(i);
      one.use.add(terrain.field(one.field).of(slot));
    }
    for (int i = 0; i < soft.size(); i++) {
      var one = soft.get(i);
      one.use.add(terrain.field(one.field).of(slot));
    }
  }

  /** Lower is better: first how full its groups are, then the weight of preferences not met. */
  long key(Cell cell) {
    long crowd = 0;
    for (int i = 0; i < hard.size(); i++) {
      var one = hard.get(i);
      if (!one.accepts(cell)) {
        return CLOSED;
      }
      crowd += one.use.crowd(cell.value(one.field));
    }
    long unmet = 0;
    for (int i = 0; i < soft.size(); i++) {
      unmet += soft.get(i).accepts(cell) ? 0 : soft.get(i).weight;
    }
    for (int i = 0; i < wishWeights.size(); i++) {
      unmet += cell.meets(i) ? 0 : wishWeights.get(i);
    }
    return crowd << UNMET_BITS | unmet;
  }

  /** Whether keys of open cells never fall while instances are being placed. */
  boolean keysOnlyRise() {
    return groupings <= 1 && soft.isEmpty();
  }

  /** Counts groups without the agents that the look excludes: nobody shall wait for those. */
  void recountGroups(Look look) {
    for (var counts : List.of(hard, soft)) {
      for (var one : counts) {
        if (one.constraint.operator() == Constraint.Operator.GROUP_BY
            && one.constraint.value().isEmpty()) {
          one.use.groups(distinct(one.field, look));
        }
      }
    }
  }

  private int distinct(int field, Look look) {
    var seen = new BitSet();
    for (int i = 0; i < terrain.cells(); i++) {
      int value = terrain.cell(i).value(field);
      if (value != 0 && !seen.get(value) && anyLeft(terrain.cell(i).slots(), look)) {
        seen.set(value);
      }
    }
    return seen.cardinality();
  }

  private static boolean anyLeft(SlotSet slots, Look look) {
    for (int i = 0; i < slots.length(); i++) {
      for (long rest = slots.word(i); rest != 0; rest &= rest - 1) {
        if (!look.excluded((slots.block(i) << 6) + Long.numberOfTrailingZeros(rest))) {
          return true;
        }
      }
    }
    return false;
  }

  Terrain terrain() {
    return terrain;
  }

  int mostPerAgent() {
    return mostPerAgent;
  }

  List<AgentWish> agentWishes() {
    return agentWishes;
  }

  /** The counting constraint's word on an agent, whichever cell it is in. */
  boolean accepts(Constraint constraint, int slot) {
    for (var one : hard) {
      if (one.constraint.equals(constraint)) {
        return one.use.accepts(terrain.field(one.field).of(slot));
      }
    }
    return true;
  }
}
