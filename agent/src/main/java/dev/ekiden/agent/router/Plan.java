package dev.ekiden.agent.router;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** What brings HAProxy from what is seen to what is wanted. Pure; done twice it is harmless. */
sealed interface Plan {

  /** Write the configuration and start the daemon. */
  record Start() implements Plan {}

  /** Write the configuration and let the running daemon take it over. */
  record Reload() implements Plan {}

  /** Tell the running daemon, one command after the other; none if all is as it should be. */
  record Commands(List<String> lines) implements Plan {
    public Commands {
      lines = List.copyOf(lines);
    }
  }

  /** Reloads only where the shape differs; servers come and go by commands. */
  static Plan of(Seen seen, Wanted wanted, String shape) {
    return switch (seen) {
      case Seen.Down _ -> new Start();
      case Seen.Mute _ -> new Reload();
      case Seen.Up up when !up.shape().equals(shape) -> new Reload();
      case Seen.Up up -> servers(up, wanted);
    };
  }

  /**
   * Commands for the pools that the running HAProxy has: first all that come, then all that leave,
   * so that no pool is empty in between. A server that leaves takes no new requests at once, and is
   * deleted as soon as its last connection is over: until then HAProxy refuses, and the next pass
   * asks again.
   */
  static Commands servers(Seen.Up up, Wanted wanted) {
    var come = new ArrayList<String>();
    var leave = new ArrayList<String>();
    var wantedNames = new TreeMap<String, TreeSet<String>>();
    for (var pool : wanted.pools()) {
      if (!up.pools().contains(pool.name())) {
        continue;
      }
      wantedNames.put(pool.name(), new TreeSet<>(pool.servers().keySet()));
      var present = up.servers().getOrDefault(pool.name(), new TreeMap<>());
      pool.servers()
          .forEach(
              (name, address) -> {
                var server = pool.name() + "/" + name;
                if (!present.containsKey(name)) {
                  come.add("add server " + server + " " + address);
                }
                if (!present.getOrDefault(name, false)) {
                  come.add("set server " + server + " state ready");
                }
              });
    }
    up.servers()
        .forEach(
            (pool, servers) ->
                servers.forEach(
                    (name, ready) -> {
                      if (wantedNames.getOrDefault(pool, new TreeSet<>()).contains(name)) {
                        return;
                      }
                      if (ready) {
                        leave.add("set server " + pool + "/" + name + " state maint");
                      }
                      leave.add("del server " + pool + "/" + name);
                    }));
    come.addAll(leave);
    return new Commands(come);
  }
}
