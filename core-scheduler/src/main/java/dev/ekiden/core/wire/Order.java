package dev.ekiden.core.wire;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/**
 * What the leader tells an agent. Orders are idempotent; those that act carry the leader's epoch,
 * and an agent refuses one whose epoch is lower than the highest it has ever seen.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Order {

  /**
   * First answer to {@link Report.Hello}: this master leads and has taken the agent on.
   *
   * @param speaks what the master understands beyond the link's first form, see {@link Dialect}
   */
  record Welcome(long epoch, String master, long heartbeatMillis, List<String> speaks)
      implements Order {
    public Welcome {
      // Older masters do not say it.
      speaks = List.copyOf(Objects.requireNonNullElse(speaks, List.of()));
    }
  }

  /**
   * This master does not lead; dial the given WebSocket address instead. The connection stays open:
   * an agent that cannot reach that address may wait here for another answer.
   */
  record Redirect(String leader) implements Order {}

  /**
   * This master leads from now on: say hello on this connection. Only sent to agents that have said
   * {@link Report.StandBy} on it; does not count if the agent has seen a higher epoch.
   */
  record Invite(long epoch) implements Order {}

  /**
   * Run one instance. The command and environment are complete: the agent adds nothing but {@code
   * MESOS_SANDBOX}. Sent again after a reconnect; an instance that the agent already holds is left
   * alone.
   *
   * @param command argv, at least one element
   * @param ports host ports that belong to the instance, in the order of its port definitions
   * @param graceMillis from SIGTERM to SIGKILL
   * @param network the machine's own where nothing is said, as by older masters
   */
  record Run(
      long epoch,
      String instance,
      String app,
      List<String> command,
      SortedMap<String, String> env,
      Limits limits,
      List<Integer> ports,
      List<Fetch> fetch,
      List<Check> checks,
      long graceMillis,
      Network network)
      implements Order {
    public Run {
      network = Objects.requireNonNullElseGet(network, Network.Host::new);
      command = List.copyOf(command);
      ports = List.copyOf(ports);
      fetch = List.copyOf(fetch);
      checks = List.copyOf(checks);
      if (command.isEmpty()) {
        throw new IllegalArgumentException("a command needs at least one word: " + instance);
      }
    }

    /** One in its machine's network. */
    public Run(
        long epoch,
        String instance,
        String app,
        List<String> command,
        SortedMap<String, String> env,
        Limits limits,
        List<Integer> ports,
        List<Fetch> fetch,
        List<Check> checks,
        long graceMillis) {
      this(
          epoch,
          instance,
          app,
          command,
          env,
          limits,
          ports,
          fetch,
          checks,
          graceMillis,
          new Network.Host());
    }

    /** The same with other limits. */
    public Run with(Limits others) {
      return new Run(
          epoch, instance, app, command, env, others, ports, fetch, checks, graceMillis, network);
    }

    /** The same in another network. */
    public Run with(Network other) {
      return new Run(
          epoch, instance, app, command, env, limits, ports, fetch, checks, graceMillis, other);
    }
  }

  /** End one instance; an unknown one is answered by {@link Report.Ended} with cause UNKNOWN. */
  record Kill(long epoch, String instance, long graceMillis, String reason) implements Order {}

  /**
   * Let a running instance have other limits without a restart, answered by {@link Report.Resized}.
   * Its disk stays as it is, and memory that it uses is not taken away: then nothing changes. Only
   * for agents that know {@link Dialect#RESIZE}.
   */
  record Resize(long epoch, String instance, Limits limits) implements Order {}

  /**
   * Answer to each {@link Report.Heartbeat}, from whatever master: it is there. Not a pong of the
   * WebSocket, since the server writes those where it reads, and waits with that thread.
   */
  record Heard() implements Order {}

  /** The report with this number is in the journal; the agent may forget it. */
  record Acknowledge(long seq) implements Order {}

  /**
   * Read a piece of an instance's log, answered by one {@link Report.LogChunk}.
   *
   * @param request chosen by the master, echoed in the answer
   * @param stream {@code stdout}, {@code stderr}, or {@code all} for both in order
   * @param offset byte position, or negative: that many bytes before the end
   * @param maxBytes 1 to 262,144
   */
  record ReadLog(String request, String instance, String stream, long offset, int maxBytes)
      implements Order {}

  /**
   * Answer a question, piece by piece: each {@link Report.Part} uses up one credit, and without
   * credit the agent sends none, so a reader who does not read costs nobody memory. {@link
   * Report.Over} ends it and needs no credit. Only for agents that know {@link Dialect#ON_DEMAND}.
   *
   * @param stream chosen by the master, echoed in all that belongs to it
   * @param credit pieces that may be sent at once, at least 1
   */
  record Ask(String stream, int credit, Question question) implements Order {}

  /** So many more pieces may be sent. */
  record More(String stream, int credit) implements Order {}

  /** Nobody reads that any more; nothing needs to follow. */
  record Leave(String stream) implements Order {}
}
