package dev.ekiden.portal.base;

import com.vaadin.flow.shared.Registration;
import java.time.Duration;

/** Calls again and again; the seam where tests turn the crank themselves. */
@FunctionalInterface
public interface Ticker {
  /** Runs {@code task} each {@code period} after its last end, until the answer is removed. */
  Registration every(Duration period, Runnable task);
}
