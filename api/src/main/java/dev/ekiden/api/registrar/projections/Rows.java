package dev.ekiden.api.registrar.projections;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hibernate.Session;

/**
 * The rows of a table that one transaction works on: fetched at once, changed in memory, written
 * once each however often they changed.
 */
final class Rows<T> {
  private final EntityManager entities;
  private final Class<T> type;
  private final SortedMap<String, T> known = new TreeMap<>();
  private final TreeSet<String> absent = new TreeSet<>();
  private final List<T> fresh = new ArrayList<>();

  Rows(EntityManager entities, Class<T> type) {
    this.entities = entities;
    this.type = type;
  }

  /** Saves {@link #find} from asking for each of them. */
  void fetch(Collection<String> ids) {
    var unknown = ids.stream().filter(id -> !known.containsKey(id)).distinct().toList();
    var found = entities.unwrap(Session.class).findMultiple(type, unknown);
    for (int i = 0; i < unknown.size(); i++) {
      note(unknown.get(i), Optional.ofNullable(found.get(i)));
    }
  }

  Optional<T> find(String id) {
    if (!known.containsKey(id) && !absent.contains(id)) {
      note(id, Optional.ofNullable(entities.find(type, id)));
    }
    return Optional.ofNullable(known.get(id));
  }

  private void note(String id, Optional<T> row) {
    row.ifPresentOrElse(it -> known.put(id, it), () -> absent.add(id));
  }

  /** A row that is not there yet; written by {@link #write}, so until then it may still change. */
  T add(String id, T row) {
    known.put(id, row);
    fresh.add(row);
    return row;
  }

  void write() {
    fresh.forEach(entities::persist);
    fresh.clear();
  }

  /** Whatever is asked for next is read again. */
  void forget() {
    known.clear();
    absent.clear();
  }
}
