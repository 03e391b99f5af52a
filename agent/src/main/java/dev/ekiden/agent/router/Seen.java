package dev.ekiden.agent.router;

import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What HAProxy is, as far as one can see from outside. */
sealed interface Seen {

  /** No HAProxy of ours is there. */
  record Down() implements Seen {}

  /** Its master process is there, but no worker answers on the runtime socket. */
  record Mute() implements Seen {}

  /**
   * It serves.
   *
   * @param shape {@link Shape#id()} of what it has loaded; empty if it does not say
   * @param worker process id of the answering worker
   * @param slots names of the backends for routes
   * @param servers by slot, then by name: whether the server takes requests
   * @param addresses {@link Site#address()} to slot
   * @param apps slot to {@link Site#title()}
   * @param certificates by HAProxy's name, to the fingerprint; empty before the first commit
   * @param listed names of the certificates that clients may get
   * @param transactions names of certificates that are set but not committed
   */
  record Up(
      String shape,
      long worker,
      SortedSet<String> slots,
      SortedMap<String, SortedMap<String, Boolean>> servers,
      SortedMap<String, String> addresses,
      SortedMap<String, String> apps,
      SortedMap<String, String> certificates,
      SortedSet<String> listed,
      SortedSet<String> transactions)
      implements Seen {
    private static final String FINGERPRINT = "SHA1 FingerPrint";

    public Up {
      slots = Collections.unmodifiableSortedSet(slots);
      servers = Collections.unmodifiableSortedMap(servers);
      addresses = Collections.unmodifiableSortedMap(addresses);
      apps = Collections.unmodifiableSortedMap(apps);
      certificates = Collections.unmodifiableSortedMap(certificates);
      listed = Collections.unmodifiableSortedSet(listed);
      transactions = Collections.unmodifiableSortedSet(transactions);
    }

    /** Something that answers HAProxy's runtime commands. */
    interface Dialogue {
      String ask(String line) throws IOException;
    }

    /** Slots that nothing in HAProxy mentions: they may be used. */
    SortedSet<String> blank() {
      var blank = withoutTraffic();
      blank.removeAll(apps.keySet());
      return blank;
    }

    /** Slots that were used: no request finds them and no server is left in them. */
    SortedSet<String> resting() {
      var resting = withoutTraffic();
      resting.retainAll(apps.keySet());
      return resting;
    }

    private TreeSet<String> withoutTraffic() {
      var free = new TreeSet<>(slots);
      free.removeAll(servers.keySet());
      addresses.values().forEach(free::remove);
      return free;
    }

    /**
     * Asks for everything.
     *
     * @throws IllegalArgumentException if that is not HAProxy talking
     */
    static Up read(Dialogue haproxy) throws IOException {
      var info = facts(haproxy.ask("show info"));
      if (!info.containsKey("Pid")) {
        throw new IllegalArgumentException("not HAProxy's state: " + Names.shown("" + info));
      }
      var description = info.getOrDefault("description", "");
      var shape =
          description.startsWith(Shape.MARK) ? description.substring(Shape.MARK.length()) : "";
      var slots = new TreeSet<String>();
      haproxy.ask("show backend").lines().filter(Slots::isSlot).forEach(slots::add);
      var addresses = map(haproxy, shape, Shape.HOSTS);
      addresses.putAll(map(haproxy, shape, Shape.PATHS));
      var listed = new TreeSet<String>();
      haproxy
          .ask("show ssl crt-list " + Shape.path(shape, Shape.CERTIFICATES))
          .lines()
          .filter(line -> line.startsWith(Steps.CERTIFICATES))
          .forEach(listed::add);
      var certificates = new TreeMap<String, String>();
      var transactions = new TreeSet<String>();
      for (var line : haproxy.ask("show ssl cert").split("\n")) {
        if (line.startsWith("*")) {
          transactions.add(line.substring(1));
        } else if (line.startsWith(Steps.CERTIFICATES)) {
          var facts = facts(haproxy.ask("show ssl cert " + line));
          certificates.put(line, facts.getOrDefault(FINGERPRINT, ""));
        }
      }
      return new Up(
          shape,
          Long.parseLong(info.getOrDefault("Pid", "")),
          slots,
          servers(haproxy.ask("show servers state")),
          addresses,
          map(haproxy, shape, Shape.APPS),
          certificates,
          listed,
          transactions);
    }

    /** Reads lines such as {@code Pid: 42}. */
    private static Map<String, String> facts(String answer) {
      var facts = new HashMap<String, String>();
      for (var line : answer.split("\n")) {
        var colon = line.indexOf(": ");
        if (colon > 0) {
          facts.put(line.substring(0, colon), line.substring(colon + 2).strip());
        }
      }
      return facts;
    }

    /** Reads lines such as {@code 0x55d0c8a3 key value}. */
    private static TreeMap<String, String> map(Dialogue haproxy, String shape, String name)
        throws IOException {
      var map = new TreeMap<String, String>();
      for (var line : haproxy.ask("show map " + Shape.path(shape, name)).split("\n")) {
        var words = line.split(" ");
        if (words.length == 3 && words[0].startsWith("0x")) {
          map.put(words[1], words[2]);
        }
      }
      return map;
    }

    /** Columns are found by the names in the header. */
    private static SortedMap<String, SortedMap<String, Boolean>> servers(String answer) {
      var servers = new TreeMap<String, SortedMap<String, Boolean>>();
      List<String> columns = List.of();
      for (var line : answer.split("\n")) {
        if (line.startsWith("# ")) {
          columns = List.of(line.substring(2).split(" "));
        } else if (!columns.isEmpty() && !line.isBlank()) {
          var values = line.split(" ");
          var slot = values[columns.indexOf("be_name")];
          var name = values[columns.indexOf("srv_name")];
          var ready = "0".equals(values[columns.indexOf("srv_admin_state")]);
          servers.computeIfAbsent(slot, _ -> new TreeMap<>()).put(name, ready);
        }
      }
      return servers;
    }
  }
}
