package dev.ekiden.api.agentlink;

import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.wire.Dialect;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Outcome;
import dev.ekiden.core.wire.Question;
import dev.ekiden.core.wire.Report;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What agents are asked because somebody reads it now. An agent sends as many pieces as it has
 * credit for, and gets credit for those that were read: what a reader leaves unread stays on the
 * agent, which has not made it yet. So a question holds {@link #WINDOW} pieces of 64 KiB here at
 * most, and there are {@link #MOST} questions at most; nobody on the link waits for a reader.
 */
@ApplicationScoped
public class OnDemand {
  /** Pieces of one answer on their way or unread. */
  static final int WINDOW = 2;

  /** Questions under way on this master. */
  static final int MOST = 1_024;

  /** Of them one caller's; each tab of the portal has some. */
  static final int MOST_OF_ONE = 256;

  private final Map<String, Reading> open = new ConcurrentHashMap<>();
  private final Connections connections;

  // For the proxy that CDI makes.
  OnDemand() {
    this(new Connections());
  }

  @Inject
  public OnDemand(Connections connections) {
    this.connections = connections;
  }

  /** A reader, to be closed by who has asked for it, whatever happens. */
  public Reader reader(String caller) {
    return new Reader(this, caller);
  }

  /** Questions under way. */
  public int count() {
    return open.size();
  }

  Reading ask(Reader reader, AgentId agent, Question question) {
    var connection =
        connections
            .welcomed(agent.value())
            .orElseThrow(
                () ->
                    ApiProblem.unavailable(
                        agent.value() + " is not connected at the moment: try again soon"));
    if (!connection.understands(Dialect.ON_DEMAND)) {
      throw ApiProblem.unavailable(
          agent.value() + " is of a version that cannot tell this: upgrade it");
    }
    var reading = new Reading(UUID.randomUUID().toString(), connection, question, reader);
    // Added before they are counted, so that two at once cannot both be the last.
    open.put(reading.id(), reading);
    if (open.size() > MOST || countOf(reader.caller()) > MOST_OF_ONE) {
      open.remove(reading.id());
      throw ApiProblem.unavailable(
          "Too much is being read at the moment, by you or by all: close a log, or try again soon");
    }
    if (!connection.offer(new Order.Ask(reading.id(), WINDOW, question))) {
      open.remove(reading.id());
      throw ApiProblem.unavailable(agent.value() + " is behind: try again soon");
    }
    return reading;
  }

  private long countOf(String caller) {
    return open.values().stream()
        .filter(reading -> reading.reader().caller().equals(caller))
        .count();
  }

  /** One more may come, as one was read. */
  void more(Reading reading) {
    if (open.containsKey(reading.id()) && reading.allowOne()) {
      if (!reading.connection().offer(new Order.More(reading.id(), 1))) {
        end(reading, Outcome.FAILED, "its agent is behind or gone");
      }
    }
  }

  /** Nobody reads it any more. */
  void leave(Reading reading) {
    if (open.remove(reading.id()) != null) {
      // If this cannot be sent, the agent ends it for want of credit.
      reading.connection().offer(new Order.Leave(reading.id()));
    }
  }

  void heard(Connection from, Report.Part part) {
    var reading = open.get(part.stream());
    if (reading == null || reading.connection() != from) {
      return;
    }
    if (!reading.take(part.answer())) {
      leave(reading);
      reading.over(Outcome.FAILED, from.agent() + " has sent more than it may");
    }
  }

  void heard(Connection from, Report.Over over) {
    var reading = open.get(over.stream());
    if (reading != null && reading.connection() == from) {
      end(reading, over.outcome(), over.detail());
    }
  }

  /** Ends those whose agent is not there any more, or is not this master's any more. */
  void sweep() {
    for (var reading : open.values()) {
      var connection = reading.connection();
      if (connection.closed() || !connection.welcomed()) {
        lost(reading);
      }
    }
  }

  void lost(Connection connection) {
    open.values().stream()
        .filter(reading -> reading.connection() == connection)
        .forEach(this::lost);
  }

  private void lost(Reading reading) {
    end(
        reading,
        Outcome.FAILED,
        reading.connection().agent() + " or this master's lead was lost: ask again");
  }

  private void end(Reading reading, Outcome outcome, String detail) {
    if (open.remove(reading.id()) != null) {
      reading.over(outcome, detail);
    }
  }
}
