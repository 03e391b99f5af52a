package dev.ekiden.portal.base;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.shared.Registration;
import dev.ekiden.portal.client.ApiException;
import dev.ekiden.portal.client.SignedOutException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps its page up to date while attached: loads off the page's lock, shows under it. Visible only
 * while loading fails, and then says why. A page has one of these.
 */
public final class Live<T> extends Div {
  private static final Logger LOG = LoggerFactory.getLogger(Live.class);

  private final transient Ticker ticker;
  private final Duration period;
  private final transient Supplier<T> load;
  private final transient Consumer<T> show;
  private Registration ticking = () -> {};
  private volatile boolean stopped;

  /** Calls {@code load} on any thread, {@code show} on the page's. */
  public Live(Ticker ticker, Duration period, Supplier<T> load, Consumer<T> show) {
    this.ticker = ticker;
    this.period = period;
    this.load = load;
    this.show = show;
    addClassName("stale");
    getElement().setAttribute("role", "status");
    setVisible(false);
  }

  /** Loads and shows at once, on the page's thread; lets failures through. */
  public void now() {
    show.accept(load.get());
    setVisible(false);
  }

  /** Ticks no more until {@link #resume}. */
  public void stop() {
    stopped = true;
    ticking.remove();
    ticking = () -> {};
  }

  /** Ticks again, if it is attached. */
  public void resume() {
    if (stopped) {
      stopped = false;
      getUI().ifPresent(this::start);
    }
  }

  @Override
  protected void onAttach(AttachEvent event) {
    if (!stopped) {
      start(event.getUI());
    }
  }

  @Override
  protected void onDetach(DetachEvent event) {
    ticking.remove();
    ticking = () -> {};
  }

  private void start(UI ui) {
    ticking.remove();
    ticking = ticker.every(period, () -> tick(ui));
  }

  private void tick(UI ui) {
    try {
      var loaded = load.get();
      access(ui, () -> shown(loaded));
    } catch (SignedOutException _) {
      access(ui, () -> ui.getPage().reload());
    } catch (ApiException e) {
      access(ui, () -> fail(e.sentence()));
    } catch (RuntimeException e) {
      LOG.error("cannot keep a page up to date", e);
      access(ui, () -> fail("Something broke on our side."));
    }
  }

  private void shown(T loaded) {
    if (!stopped) {
      show.accept(loaded);
      setVisible(false);
    }
  }

  private void fail(String sentence) {
    setText("Not up to date. " + sentence);
    setVisible(true);
  }

  private static void access(UI ui, Runnable change) {
    try {
      ui.access(change::run);
    } catch (UIDetachedException _) {
      // The browser has left between two ticks; detaching ends them.
    }
  }
}
