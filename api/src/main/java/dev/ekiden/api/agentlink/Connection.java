package dev.ekiden.api.agentlink;

import dev.ekiden.core.wire.Order;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * One agent's connection. It stands at the door until its hello has been answered by a welcome, and
 * again once this master has stepped down; only in between does it get orders. One that another
 * master leads may stand by here, and says hello when this master invites it.
 *
 * <p>AT_THE_DOOR or SENT_AWAY → STANDING_BY when the agent says that it only stands by →
 * AT_THE_DOOR when it says hello; AT_THE_DOOR → GREETING when its hello goes to the control loop →
 * WELCOMED when that is durable; when this master steps down, WELCOMED → SENT_AWAY and GREETING →
 * AT_THE_DOOR. Orders are turned into JSON when the agent can take them, not by who gives them.
 */
final class Connection {
  /** Orders that wait at most; a peer that does not read so many is cut off. */
  static final int MOST_WAITING = 4_096;

  /**
   * So many may wait when something is asked for a reader: a peer that is behind with its orders is
   * not to be cut off for that.
   */
  static final int MOST_WAITING_FOR_QUESTIONS = 256;

  /** Orders in one text at most, so that none is near what agents accept. */
  static final int MOST_IN_TEXT = 64;

  /**
   * Acknowledgements that wait for company at most: an agent has 128 reports on their way, and must
   * not come to a halt for want of an answer.
   */
  static final int MOST_OWED = 32;

  /** Where the connection is in its life. */
  enum Stage {
    AT_THE_DOOR,
    STANDING_BY,
    GREETING,
    WELCOMED,
    SENT_AWAY
  }

  private final String sessionId;
  private final String agent;
  private final Hearing.Ear ear;
  private final Outbox outbox;
  // Guarded by this.
  private final ArrayDeque<Order> waiting = new ArrayDeque<>();
  private Stage stage = Stage.AT_THE_DOOR;
  private String hello = "";
  private String toldLeader = "";
  private boolean lists;
  private List<String> speaks = List.of();
  private int owed;
  private long stageSince;
  private long stoodByNanos;
  private long invitedIn;

  Connection(
      String sessionId,
      String agent,
      Hearing.Ear ear,
      Channel channel,
      Executor sending,
      long nowNanos) {
    this.sessionId = sessionId;
    this.agent = agent;
    this.ear = ear;
    this.stageSince = nowNanos;
    this.outbox = new Outbox(channel, sending, this::next);
    ear.heard(nowNanos);
  }

  boolean isOf(String session) {
    return sessionId.equals(session);
  }

  String agent() {
    return agent;
  }

  /** Standing by says nothing about whether this master, should it lead, can reach the agent. */
  synchronized void heard(long nowNanos) {
    if (stage == Stage.STANDING_BY) {
      stoodByNanos = nowNanos;
    } else {
      ear.heard(nowNanos);
    }
  }

  synchronized Stage stage() {
    return stage;
  }

  synchronized boolean welcomed() {
    return stage == Stage.WELCOMED;
  }

  /**
   * The agent keeps this connection for later, and what it has said on it counts no more; false if
   * this master has taken it on, or is about to.
   */
  synchronized boolean standBy(long nowNanos) {
    if (stage != Stage.AT_THE_DOOR && stage != Stage.SENT_AWAY) {
      return false;
    }
    stage = Stage.STANDING_BY;
    hello = "";
    stoodByNanos = nowNanos;
    return true;
  }

  /** Asks an agent that stands by for its hello, once in an epoch. */
  void invite(long epoch) {
    synchronized (this) {
      if (stage != Stage.STANDING_BY || invitedIn >= epoch) {
        return;
      }
      invitedIn = epoch;
    }
    send(new Order.Invite(epoch));
  }

  /** Keeps the hello until somebody leads who can answer it; false if there is one already. */
  synchronized boolean keepHello(String text, long nowNanos) {
    if (!hello.isEmpty() || stage != Stage.AT_THE_DOOR && stage != Stage.STANDING_BY) {
      return false;
    }
    if (stage == Stage.STANDING_BY) {
      stage = Stage.AT_THE_DOOR;
      stageSince = nowNanos;
      ear.heard(nowNanos);
    }
    hello = text;
    return true;
  }

  /** Whether there is a hello that nobody has answered or is answering. */
  synchronized boolean hasSaidHello() {
    return stage == Stage.AT_THE_DOOR && !hello.isEmpty();
  }

  /** The hello, once; empty if there is none or it is being answered already. */
  synchronized Optional<String> beginGreeting() {
    if (hello.isEmpty() || stage != Stage.AT_THE_DOOR) {
      return Optional.empty();
    }
    stage = Stage.GREETING;
    return Optional.of(hello);
  }

  /** The hello could not be taken; it is to be tried again. */
  synchronized void takeBack() {
    if (stage == Stage.GREETING) {
      stage = Stage.AT_THE_DOOR;
    }
  }

  /** False if this master has stepped down meanwhile: then it must not get orders. */
  boolean welcome(Order.Welcome welcome, boolean understandsLists) {
    synchronized (this) {
      if (stage != Stage.GREETING) {
        return false;
      }
      stage = Stage.WELCOMED;
      hello = "";
      lists = understandsLists;
    }
    send(welcome);
    return true;
  }

  /**
   * This master does not lead any more: no orders from now on, no acknowledgements. A hello that
   * has no answer yet may be answered by a later term.
   */
  synchronized void stepDown(long nowNanos) {
    takeBack();
    if (stage == Stage.WELCOMED) {
      waiting.clear();
      stage = Stage.SENT_AWAY;
      stageSince = nowNanos;
    }
  }

  /** Says who leads, each address once. */
  void redirect(String leader) {
    synchronized (this) {
      if (toldLeader.equals(leader)) {
        return;
      }
      toldLeader = leader;
    }
    send(new Order.Redirect(leader));
  }

  /** For how long it has been at the door or sent away, without going. */
  synchronized Duration idle(long nowNanos) {
    return stage == Stage.WELCOMED || stage == Stage.STANDING_BY
        ? Duration.ZERO
        : Duration.ofNanos(nowNanos - stageSince);
  }

  synchronized Duration silent(long nowNanos) {
    return stage == Stage.STANDING_BY
        ? Duration.ofNanos(nowNanos - stoodByNanos)
        : ear.silent(nowNanos);
  }

  boolean stuck(Duration patience, long nowNanos) {
    return outbox.stuck(patience, nowNanos);
  }

  void send(Order order) {
    put(order);
    wake();
  }

  /** What the agent says it understands. */
  synchronized void speaks(List<String> dialects) {
    speaks = List.copyOf(dialects);
  }

  synchronized boolean understands(String dialect) {
    return speaks.contains(dialect);
  }

  /** Sends it unless too much waits, or nobody is to get orders here. */
  boolean offer(Order order) {
    synchronized (this) {
      if (stage != Stage.WELCOMED || waiting.size() >= MOST_WAITING_FOR_QUESTIONS || closed()) {
        return false;
      }
      waiting.addLast(order);
    }
    wake();
    return true;
  }

  /** Sends it when {@link #wake} is called, which must follow. */
  void put(Order order) {
    if (!add(order)) {
      close("it does not read what it is sent");
    }
  }

  /**
   * Acknowledges with the next order, or when {@link #wake} is called, or when much is owed. True
   * if somebody must call it: the first that is owed.
   */
  boolean acknowledge(long seq) {
    int owedNow;
    synchronized (this) {
      if (stage != Stage.WELCOMED) {
        return false;
      }
      owedNow = ++owed;
    }
    put(new Order.Acknowledge(seq));
    if (owedNow == MOST_OWED) {
      wake();
    }
    return owedNow == 1;
  }

  /** Sends what waits, if it has not gone meanwhile. */
  void wake() {
    outbox.wake();
  }

  private synchronized boolean add(Order order) {
    if (waiting.size() >= MOST_WAITING) {
      return false;
    }
    waiting.addLast(order);
    return true;
  }

  private Optional<String> next() {
    var some = new ArrayList<Order>();
    boolean list;
    synchronized (this) {
      owed = 0;
      list = lists;
      int most = list ? MOST_IN_TEXT : 1;
      while (some.size() < most && !waiting.isEmpty()) {
        some.add(waiting.removeFirst());
      }
    }
    return some.isEmpty() ? Optional.empty() : Optional.of(text(some));
  }

  private static String text(List<Order> orders) {
    return orders.size() == 1 ? WireJson.write(orders.getFirst()) : WireJson.write(orders);
  }

  void close(String reason) {
    synchronized (this) {
      waiting.clear();
    }
    outbox.close(reason);
  }

  boolean closed() {
    return outbox.closed();
  }
}
