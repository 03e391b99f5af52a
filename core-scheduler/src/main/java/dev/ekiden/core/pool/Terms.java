package dev.ekiden.core.pool;

import java.util.List;

/**
 * By what a search tells agents apart. Searches with equal terms share one {@link Terrain}.
 *
 * @param roles of agents that may be used; empty for those of any role
 * @param conditions that an agent must meet
 * @param fields whose values are kept apart
 * @param wishes that are kept apart by whether they are met; at most {@link #MOST_WISHES}
 */
public record Terms(
    List<String> roles, List<Condition> conditions, List<String> fields, List<Condition> wishes) {
  /** As many as a long has bits, without the sign. */
  public static final int MOST_WISHES = 63;

  public Terms {
    roles = List.copyOf(roles);
    conditions = List.copyOf(conditions);
    fields = List.copyOf(fields);
    wishes = List.copyOf(wishes);
    if (wishes.size() > MOST_WISHES) {
      throw new IllegalArgumentException("too many wishes: " + wishes.size());
    }
  }
}
