package dev.ekiden.portal.base;

import com.vaadin.flow.shared.Registration;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ticks on the server's threads. */
@ApplicationScoped
public class ManagedTicker implements Ticker {
  @Inject ManagedScheduledExecutorService executor;

  @Override
  public Registration every(Duration period, Runnable task) {
    var millis = period.toMillis();
    var scheduled = executor.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
    return () -> scheduled.cancel(false);
  }
}
