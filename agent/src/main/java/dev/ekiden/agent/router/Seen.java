package dev.ekiden.agent.router;

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
   * @param pools names of its backends
   * @param servers by pool, then by name: whether the server takes requests
   */
  record Up(
      String shape,
      long worker,
      SortedSet<String> pools,
      SortedMap<String, SortedMap<String, Boolean>> servers)
      implements Seen {
    /** The three commands whose answer {@link #parse} reads, sent together. */
    static final String QUESTION = "show info;show backend;show servers state";

    public Up {
      pools = Collections.unmodifiableSortedSet(pools);
      servers = Collections.unmodifiableSortedMap(servers);
    }

    /**
     * Reads the answer to {@link #QUESTION}. Columns are found by the names in the header.
     *
     * @throws IllegalArgumentException if it is not such an answer
     */
    static Up parse(String answer) {
      var info = new HashMap<String, String>();
      var pools = new TreeSet<String>();
      var servers = new TreeMap<String, SortedMap<String, Boolean>>();
      List<String> columns = List.of();
      var inPools = false;
      for (var line : answer.split("\n")) {
        if (line.startsWith("# name")) {
          inPools = true;
        } else if (line.startsWith("# ")) {
          inPools = false;
          columns = List.of(line.substring(2).split(" "));
        } else if (line.isBlank()) {
          inPools = false;
        } else if (inPools) {
          pools.add(line.strip());
        } else if (!columns.isEmpty()) {
          addServer(columns, line.split(" "), servers);
        } else if (line.contains(":")) {
          var colon = line.indexOf(':');
          info.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
      }
      if (!info.containsKey("Pid") || columns.isEmpty()) {
        throw new IllegalArgumentException("not HAProxy's state: " + Names.shown(answer));
      }
      return new Up(shape(info), Long.parseLong(info.getOrDefault("Pid", "")), pools, servers);
    }

    private static String shape(Map<String, String> info) {
      var description = info.getOrDefault("description", "");
      return description.startsWith(Shape.MARK) ? description.substring(Shape.MARK.length()) : "";
    }

    private static void addServer(
        List<String> columns,
        String[] values,
        SortedMap<String, SortedMap<String, Boolean>> servers) {
      var pool = values[columns.indexOf("be_name")];
      var name = values[columns.indexOf("srv_name")];
      var ready = "0".equals(values[columns.indexOf("srv_admin_state")]);
      servers.computeIfAbsent(pool, _ -> new TreeMap<>()).put(name, ready);
    }
  }
}
