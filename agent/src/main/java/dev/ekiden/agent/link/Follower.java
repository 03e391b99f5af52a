package dev.ekiden.agent.link;

import dev.ekiden.core.wire.Order;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Carries out one connection's orders, those of a deposed leader excepted. */
final class Follower {
  private static final Logger LOG = System.getLogger(Follower.class.getName());

  private final Epoch epoch;
  private final Outbox outbox;
  private final Orders orders;
  private final Runnable acknowledged;
  private long refused;

  /**
   * @param acknowledged told after each acknowledgement
   */
  Follower(Epoch epoch, Outbox outbox, Orders orders, Runnable acknowledged) {
    this.epoch = epoch;
    this.outbox = outbox;
    this.orders = orders;
    this.acknowledged = acknowledged;
  }

  void follow(Order order) {
    switch (order) {
      case Order.Run run -> obey(run.epoch(), order, () -> orders.run(run));
      case Order.Kill kill -> obey(kill.epoch(), order, () -> orders.kill(kill));
      case Order.Resize resize -> obey(resize.epoch(), order, () -> orders.resize(resize));
      case Order.Acknowledge(var seq) -> {
        outbox.forget(seq);
        acknowledged.run();
      }
      case Order.ReadLog readLog -> orders.readLog(readLog);
      case Order.Ask ask -> orders.ask(ask);
      case Order.More more -> orders.more(more);
      case Order.Leave leave -> orders.leave(leave);
      case Order.Welcome _, Order.Redirect _, Order.Invite _, Order.Heard _ -> {
        // Said at the beginning, or for the sake of being heard; the link looks after them.
      }
    }
  }

  /** Orders that were refused so far. */
  long refused() {
    return refused;
  }

  private void obey(long itsEpoch, Order order, Runnable action) {
    if (epoch.admits(itsEpoch)) {
      action.run();
      return;
    }
    if (refused++ == 0) {
      LOG.log(
          Level.WARNING,
          "refused a {0} of epoch {1}, the highest is {2}; more of these are not logged",
          order.getClass().getSimpleName(),
          Long.toString(itsEpoch),
          Long.toString(epoch.highest()));
    }
  }
}
