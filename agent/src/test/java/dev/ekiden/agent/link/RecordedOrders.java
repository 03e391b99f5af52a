package dev.ekiden.agent.link;

import dev.ekiden.core.wire.Held;
import dev.ekiden.core.wire.Order;
import java.util.Collection;
import java.util.List;

/** Carries nothing out and notes what it is told to; holds no instance. */
record RecordedOrders(Collection<Order> obeyed) implements Orders {
  @Override
  public void run(Order.Run order) {
    obeyed.add(order);
  }

  @Override
  public void kill(Order.Kill order) {
    obeyed.add(order);
  }

  @Override
  public void resize(Order.Resize order) {
    obeyed.add(order);
  }

  @Override
  public void readLog(Order.ReadLog order) {
    obeyed.add(order);
  }

  @Override
  public void ask(Order.Ask order) {
    obeyed.add(order);
  }

  @Override
  public void more(Order.More order) {
    obeyed.add(order);
  }

  @Override
  public void leave(Order.Leave order) {
    obeyed.add(order);
  }

  @Override
  public void leaderLost() {}

  @Override
  public List<Held> held() {
    return List.of();
  }
}
