package dev.ekiden.core.foreign;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** Values filed under a folder, such as the tasks of an agent; sorted in both. */
final class Filed<F extends Comparable<F>, K extends Comparable<K>, V> {
  private final TreeMap<F, TreeMap<K, V>> folders = new TreeMap<>();

  void put(F folder, K key, V value) {
    folders.computeIfAbsent(folder, _ -> new TreeMap<>()).put(key, value);
  }

  void remove(F folder, K key) {
    folders.computeIfPresent(
        folder,
        (_, values) -> {
          values.remove(key);
          return values.isEmpty() ? null : values;
        });
  }

  Collection<V> in(F folder) {
    var values = folders.get(folder);
    return values == null ? List.of() : Collections.unmodifiableCollection(values.values());
  }
}
