package dev.ekiden.api.control;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Those who observe {@link Committed}, as CDI would call them. */
final class Listeners implements Event<Committed> {
  private final List<Committed> heard = new CopyOnWriteArrayList<>();
  private volatile boolean failing;

  void fail() {
    failing = true;
  }

  List<Committed> heard() {
    return List.copyOf(heard);
  }

  @Override
  public void fire(Committed event) {
    heard.add(event);
    if (failing) {
      throw new IllegalStateException("a listener's fault");
    }
  }

  @Override
  public <U extends Committed> CompletionStage<U> fireAsync(U event) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U extends Committed> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Event<Committed> select(Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U extends Committed> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U extends Committed> Event<U> select(TypeLiteral<U> type, Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }
}
