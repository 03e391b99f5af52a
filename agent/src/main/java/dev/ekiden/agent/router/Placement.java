package dev.ekiden.agent.router;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which route has which slot. Pure.
 *
 * @param slots how many there are, used or not
 * @param sites by slot
 */
record Placement(int slots, SortedMap<String, Site> sites) {
  Placement {
    sites = Collections.unmodifiableSortedMap(new TreeMap<>(sites));
  }

  /** For a worker that starts: nothing in it is used yet. */
  static Placement fresh(int slots, Wanted wanted) {
    var sites = new TreeMap<String, Site>();
    var names = Slots.names(slots).iterator();
    for (var site : wanted.sites()) {
      sites.put(names.next(), site);
    }
    return new Placement(slots, sites);
  }

  /**
   * For the running worker: a route stays where it is, a new one gets a blank slot as long as there
   * are any.
   */
  static Placement within(Seen.Up up, Wanted wanted) {
    var sites = new TreeMap<String, Site>();
    for (var site : wanted.sites()) {
      var slot = up.addresses().getOrDefault(site.address(), "");
      if (up.slots().contains(slot) && site.title().equals(up.apps().get(slot))) {
        sites.putIfAbsent(slot, site);
      }
    }
    var placed = new TreeSet<String>();
    sites.values().forEach(site -> placed.add(site.address()));
    var blank = up.blank().iterator();
    for (var site : wanted.sites()) {
      if (!placed.contains(site.address()) && blank.hasNext()) {
        sites.put(blank.next(), site);
      }
    }
    return new Placement(up.slots().size(), sites);
  }
}
