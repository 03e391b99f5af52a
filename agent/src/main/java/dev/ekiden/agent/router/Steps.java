package dev.ekiden.agent.router;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Commands that bring a running worker to a target. Pure. First all that comes, then all that
 * leaves, so that nothing is missing in between:
 *
 * <ul>
 *   <li>a route comes in the order app, servers, address: once a request finds the slot, all in it
 *       is right;
 *   <li>a route leaves the other way round: the address at once, each server when its last
 *       connection is over (until then HAProxy refuses and the next pass asks again), the app last,
 *       when the slot has rested. Only then is the slot blank.
 * </ul>
 */
record Steps(Seen.Up up, Target target, Placement placement) {
  /** A line that ends so is followed by the content of the file that it names. */
  static final String PAYLOAD = " <<";

  /** Directory of certificates as HAProxy names it. */
  static final String CERTIFICATES = "certs/";

  List<String> lines() {
    var lines = new ArrayList<String>();
    certificatesThatCome(lines);
    placement.sites().forEach((slot, site) -> come(slot, site, lines));
    leave(lines);
    certificatesThatLeave(lines);
    return lines;
  }

  private void come(String slot, Site site, List<String> lines) {
    put(Shape.APPS, slot, site.title(), up.apps(), lines);
    var present = up.servers().getOrDefault(slot, Collections.emptySortedMap());
    site.servers()
        .forEach(
            (name, address) -> {
              var server = slot + "/" + name;
              if (!present.containsKey(name)) {
                lines.add("add server " + server + " " + address);
              }
              if (!present.getOrDefault(name, false)) {
                lines.add("set server " + server + " state ready");
              }
            });
    put(Shape.mapOf(site.address()), site.address(), slot, up.addresses(), lines);
  }

  private void put(
      String map, String key, String value, SortedMap<String, String> present, List<String> lines) {
    if (!value.equals(present.get(key))) {
      var verb = present.containsKey(key) ? "set map " : "add map ";
      lines.add(verb + file(map) + " " + escaped(key) + " " + value);
    }
  }

  private void leave(List<String> lines) {
    var sites = placement.sites();
    var unwanted = new TreeSet<>(up.addresses().keySet());
    sites.values().forEach(site -> unwanted.remove(site.address()));
    for (var address : unwanted) {
      lines.add("del map " + file(Shape.mapOf(address)) + " " + escaped(address));
    }
    up.servers()
        .forEach(
            (slot, servers) ->
                servers.forEach(
                    (name, ready) -> {
                      if (sites.containsKey(slot) && sites.get(slot).servers().containsKey(name)) {
                        return;
                      }
                      if (ready) {
                        lines.add("set server " + slot + "/" + name + " state maint");
                      }
                      lines.add("del server " + slot + "/" + name);
                    }));
    up.resting().stream()
        .filter(target.rested()::contains)
        .forEach(slot -> lines.add("del map " + file(Shape.APPS) + " " + slot));
  }

  /** A transaction that a killed router left open would take the next certificate's content. */
  private void certificatesThatCome(List<String> lines) {
    up.transactions().forEach(name -> lines.add("abort ssl cert " + name));
    target
        .certificates()
        .forEach(
            (file, fingerprint) -> {
              var name = CERTIFICATES + file;
              var present = up.certificates().get(name);
              if (present == null) {
                lines.add("new ssl cert " + name);
              }
              if (!fingerprint.equals(present)) {
                lines.add("set ssl cert " + name + PAYLOAD);
                lines.add("commit ssl cert " + name);
              }
              if (!up.listed().contains(name)) {
                lines.add("add ssl crt-list " + file(Shape.CERTIFICATES) + " " + name);
              }
            });
  }

  private void certificatesThatLeave(List<String> lines) {
    for (var name : up.certificates().keySet()) {
      if (target.certificates().containsKey(name.substring(CERTIFICATES.length()))) {
        continue;
      }
      if (up.listed().contains(name)) {
        lines.add("del ssl crt-list " + file(Shape.CERTIFICATES) + " " + name);
      }
      lines.add("del ssl cert " + name);
    }
  }

  private String file(String name) {
    return Shape.path(up.shape(), name);
  }

  /** A path may have a semicolon, which otherwise ends a command. */
  private static String escaped(String key) {
    return key.replace(";", "\\;");
  }
}
