package dev.ekiden.core.pool;

import java.util.LinkedHashMap;

/**
 * The terrains and fields that searches have asked for lately. Made when first asked for, even by
 * one of several readers: making them takes turns.
 */
final class Terrains {
  private static final int MOST_TERRAINS = 256;
  private static final int MOST_FIELDS = 256;
  private static final long MOST_BYTES = 64L << 20;

  private final LinkedHashMap<Terms, Terrain> terrains = new LinkedHashMap<>(16, 0.75f, true);
  private final LinkedHashMap<String, Field> fields = new LinkedHashMap<>();
  private long bytes;

  synchronized Terrain find(Pool pool, Terms terms) {
    var known = terrains.get(terms);
    if (known != null) {
      return known;
    }
    if (fields.size() > MOST_FIELDS) {
      clear();
    }
    var made = new Terrain(terms, this, pool);
    terrains.put(terms, made);
    bytes += made.bytes();
    if (terrains.size() > MOST_TERRAINS || bytes > MOST_BYTES) {
      forgetOldest(made);
    }
    return made;
  }

  private void forgetOldest(Terrain spared) {
    bytes = 0;
    for (var terrain : terrains.values()) {
      bytes += terrain.bytes();
    }
    var oldest = terrains.entrySet().iterator();
    while (terrains.size() > MOST_TERRAINS || bytes > MOST_BYTES) {
      var terrain = oldest.next().getValue();
      if (terrain == spared) {
        return;
      }
      bytes -= terrain.bytes();
      oldest.remove();
    }
  }

  synchronized Field field(String name, Pool pool) {
    var known = fields.get(name);
    if (known != null) {
      return known;
    }
    var made = new Field(name);
    for (int slot = 0; slot < pool.slots(); slot++) {
      made.update(pool, slot);
    }
    fields.put(name, made);
    return made;
  }

  /** An agent has come, changed or gone. */
  synchronized void update(Pool pool, int slot) {
    int mostValues = pool.slots() * 2 + 1024;
    for (var field : fields.values()) {
      field.update(pool, slot);
      if (field.numbers() > mostValues) {
        // Mostly values that no agent has any more.
        clear();
        return;
      }
    }
    for (var terrain : terrains.values()) {
      terrain.update(pool, slot);
    }
  }

  private void clear() {
    terrains.clear();
    fields.clear();
    bytes = 0;
  }
}
