package dev.ekiden.agent.link;

import dev.ekiden.core.wire.Held;
import dev.ekiden.core.wire.Order;
import java.util.List;

/** Whoever carries out the leader's orders. Calls return at once. */
public interface Orders {
  void run(Order.Run order);

  void kill(Order.Kill order);

  void resize(Order.Resize order);

  void readLog(Order.ReadLog order);

  void ask(Order.Ask order);

  void more(Order.More order);

  void leave(Order.Leave order);

  /** The leader is not heard any more: what it asked for is of no use. */
  void leaderLost();

  /** All instances that have not ended. */
  List<Held> held();
}
