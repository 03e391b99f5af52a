package dev.ekiden.core.state;

import dev.ekiden.core.model.AppId;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Which apps have which service port; several may ask for the same one. */
final class ServicePortUse {
  private final Map<Integer, TreeSet<AppId>> holders = new LinkedHashMap<>();
  private final BitSet held = new BitSet();

  void change(AppId app, List<Integer> before, List<Integer> after) {
    for (int port : before) {
      var all = holders.get(port);
      if (all != null) {
        all.remove(app);
        if (all.isEmpty()) {
          holders.remove(port);
          held.clear(port);
        }
      }
    }
    for (int port : after) {
      holders.computeIfAbsent(port, _ -> new TreeSet<>()).add(app);
      held.set(port);
    }
  }

  /** The lowest one, not below {@code from}, that no app has. */
  int free(int from) {
    return held.nextClearBit(from);
  }

  boolean taken(int port, AppId exceptOf) {
    var all = holders.get(port);
    return all != null && (all.size() > 1 || !all.first().equals(exceptOf));
  }
}
