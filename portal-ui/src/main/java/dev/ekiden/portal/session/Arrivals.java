package dev.ekiden.portal.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;

/**
 * People between the two halves of signing in. The session in which the server authenticates
 * somebody belongs to the server's notion of that person: once its own cookie is gone or two hours
 * old, it refuses us that session. So the callback drops it, leaves the tokens here under a ticket,
 * and {@link ArriveServlet} takes them into a new session that belongs to nobody but us. A ticket
 * is good once, for a minute; at most 1,000 are kept, the oldest go first.
 */
@ApplicationScoped
public class Arrivals {
  static final Duration LIFE = Duration.ofMinutes(1);

  private static final int MAX = 1000;
  private static final int TICKET_BYTES = 24;

  /** Who comes, where to, until when. */
  record Arrival(String ticket, Tokens tokens, String target, Instant until) {}

  private final SecureRandom random = new SecureRandom();
  private final Deque<Arrival> waiting = new ArrayDeque<>();

  synchronized String expect(Tokens tokens, String target, Instant now) {
    var bytes = new byte[TICKET_BYTES];
    random.nextBytes(bytes);
    var ticket = HexFormat.of().formatHex(bytes);
    if (waiting.size() == MAX) {
      waiting.removeFirst();
    }
    waiting.addLast(new Arrival(ticket, tokens, target, now.plus(LIFE)));
    return ticket;
  }

  synchronized Optional<Arrival> take(String ticket, Instant now) {
    waiting.removeIf(arrival -> arrival.until().isBefore(now));
    var found = waiting.stream().filter(arrival -> arrival.ticket().equals(ticket)).findFirst();
    found.ifPresent(waiting::remove);
    return found;
  }
}
