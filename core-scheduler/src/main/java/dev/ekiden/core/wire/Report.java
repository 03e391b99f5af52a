package dev.ekiden.core.wire;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;

/**
 * What an agent tells the leader. Reports with a {@code seq} are sent again after each reconnect
 * until acknowledged; {@code seq} grows by one per agent and survives its restarts.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Report {

  /**
   * First message on each connection that is to be of use now: who this is and all that it holds,
   * ended ones excepted (those follow as {@link Ended} until acknowledged).
   *
   * @param highestEpoch highest epoch ever seen, 0 for none
   * @param speaks what the agent understands beyond the link's first form, see {@link Dialect}
   */
  record Hello(long highestEpoch, Machine machine, List<Held> instances, List<String> speaks)
      implements Report {
    public Hello {
      instances = List.copyOf(instances);
      // Older agents do not say it.
      speaks = List.copyOf(Objects.requireNonNullElse(speaks, List.of()));
    }
  }

  /**
   * First message on a connection that is kept for later: should this master lead, it answers with
   * {@link Order.Invite}, and a hello follows. Until then a {@link Heartbeat} now and then is all.
   */
  record StandBy() implements Report {}

  /**
   * Sent every {@link Order.Welcome#heartbeatMillis()}, before a welcome every two seconds, also
   * while nothing else happens; answered by {@link Order.Heard}.
   */
  record Heartbeat(long atMillis) implements Report {}

  /** An instance reached a step on its way to running. */
  record Progress(long seq, String instance, Step step, long atMillis) implements Report {}

  /**
   * The process has been exec'd; {@code pid} is the one the host sees.
   *
   * @param address of its own network; empty in the machine's, and from older agents
   */
  record Running(long seq, String instance, long pid, long atMillis, String address)
      implements Report {
    public Running {
      address = Objects.requireNonNullElse(address, "");
    }

    /** One in its machine's network. */
    public Running(long seq, String instance, long pid, long atMillis) {
      this(seq, instance, pid, atMillis, "");
    }
  }

  /**
   * The health of an instance changed.
   *
   * @param cause one sentence for people, such as {@code GET /health on port 31001 answered 503}
   */
  record Health(
      long seq,
      String instance,
      boolean healthy,
      int consecutiveFailures,
      String cause,
      long atMillis)
      implements Report {}

  /** A new instance has answered its {@link Check.Ready}; said again after an agent's restart. */
  record Ready(long seq, String instance, long atMillis) implements Report {}

  /**
   * An instance in its machine's network has been seen to listen on ports that it was not given.
   * Each report says all that were seen in the instance's life, not only those that are new. Only
   * for masters that know {@link Dialect#UNALLOCATED_PORTS}.
   *
   * @param ports in the order in which they were seen
   * @param more there were others, which are not listed
   */
  record UnallocatedPorts(long seq, String instance, List<Integer> ports, boolean more)
      implements Report {
    public UnallocatedPorts {
      ports = List.copyOf(ports);
    }
  }

  /**
   * An instance is over; nothing of it runs any more.
   *
   * @param exitCode as the process gave it; 128 + signal if it died by one; -1 if it never ran
   * @param detail one sentence for people
   * @param lastLines up to 20 last lines of its output, oldest first
   */
  record Ended(
      long seq,
      String instance,
      EndCause cause,
      int exitCode,
      String detail,
      List<String> lastLines,
      long atMillis)
      implements Report {
    public Ended {
      lastLines = List.copyOf(lastLines);
    }
  }

  /**
   * Answer to {@link Order.ReadLog}.
   *
   * @param offset byte position of the first byte of {@code text}
   * @param next byte position to ask for next
   * @param size of the whole log so far in bytes
   */
  record LogChunk(String request, long offset, long next, long size, String text)
      implements Report {}

  /**
   * Answer to {@link Order.Resize}; not kept: a master that did not hear it asks again.
   *
   * @param limits that the instance has now; all 0 if it does not run
   * @param refusal one sentence for people why they are not what was asked for; empty if they are
   */
  record Resized(String instance, Limits limits, String refusal) implements Report {}

  /** A piece of the answer to {@link Order.Ask}, in order; not kept. */
  record Part(String stream, Answer answer) implements Report {}

  /**
   * Last of an answer to {@link Order.Ask}; not kept.
   *
   * @param detail one sentence for people; empty if all was sent
   */
  record Over(String stream, Outcome outcome, String detail) implements Report {}

  /** Steps of a start that take time and are worth showing. */
  enum Step {
    FETCHING,
    UNPACKED,
    STARTING
  }
}
