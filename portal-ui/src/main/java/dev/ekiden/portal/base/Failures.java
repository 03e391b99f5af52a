package dev.ekiden.portal.base;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.ErrorHandler;
import dev.ekiden.portal.client.ApiException;
import dev.ekiden.portal.client.SignedOutException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of exceptions that no page caught: a sentence for the person, never a trace. */
public final class Failures implements ErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  @Override
  public void error(ErrorEvent event) {
    var ui = UI.getCurrent();
    if (ui == null) {
      LOG.error("outside of any page", event.getThrowable());
      return;
    }
    ui.access(() -> show(ui, event.getThrowable()));
  }

  private static void show(UI ui, Throwable failure) {
    switch (root(failure)) {
      case SignedOutException _ -> ui.getPage().reload();
      case ApiException e -> Notices.failure(e);
      default -> Notices.failure(sentence(failure));
    }
  }

  /** The sentence for a failure of ours; its reference finds the trace in the log. */
  static String sentence(Throwable failure) {
    var bytes = new byte[3];
    ThreadLocalRandom.current().nextBytes(bytes);
    var reference = HexFormat.of().formatHex(bytes);
    LOG.error("reference {}", reference, failure);
    return "Something broke on our side. Nothing was changed. Reference " + reference + ".";
  }

  /** The API's exception inside one that the framework wrapped around it, else the thing itself. */
  static Throwable root(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApiException || cause instanceof SignedOutException) {
        return cause;
      }
    }
    return failure;
  }
}
