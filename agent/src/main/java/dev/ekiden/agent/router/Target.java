package dev.ekiden.agent.router;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that HAProxy is to be brought to.
 *
 * @param certificates file name in the directory of certificates to fingerprint
 * @param rested slots that were used and may be used again
 */
record Target(Wanted wanted, SortedMap<String, String> certificates, SortedSet<String> rested) {
  Target {
    certificates = Collections.unmodifiableSortedMap(new TreeMap<>(certificates));
    rested = Collections.unmodifiableSortedSet(new TreeSet<>(rested));
  }
}
