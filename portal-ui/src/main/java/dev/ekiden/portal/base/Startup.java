package dev.ekiden.portal.base;

import com.vaadin.flow.server.CustomizedSystemMessages;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.SystemMessages;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jsoup.nodes.Element;

/** Sets Vaadin up once: page script, what failures look like, what the end of a session says. */
@ApplicationScoped
public class Startup {
  /**
   * Applies the remembered colour scheme before the first paint, and keeps relative times true: an
   * element of class {@code ago} carries its moment in {@code data-at} as milliseconds since 1970.
   */
  private static final String SCRIPT =
      """
      (() => {
        const scheme = localStorage.getItem('ekiden-scheme');
        document.documentElement.style.colorScheme = scheme || 'light dark';
        if (scheme) document.documentElement.setAttribute('theme', scheme);
        window.ekidenAgo = ms => {
          const s = Math.max(0, Math.round((Date.now() - ms) / 1000));
          if (s < 5) return 'just now';
          if (s < 60) return s + ' s ago';
          if (s < 3600) return Math.floor(s / 60) + ' min ago';
          if (s < 86400) return Math.floor(s / 3600) + ' h ago';
          return Math.floor(s / 86400) + ' d ago';
        };
        setInterval(() => document.querySelectorAll('.ago[data-at]').forEach(e => {
          const text = window.ekidenAgo(+e.dataset.at);
          if (e.textContent !== text) e.textContent = text;
        }), 1000);
      })();
      """;

  void start(@Observes ServiceInitEvent event) {
    var service = event.getSource();
    service.addSessionInitListener(session -> session.getSession().setErrorHandler(new Failures()));
    service.setSystemMessagesProvider(_ -> messages());
    event.addIndexHtmlRequestListener(
        page -> {
          var document = page.getDocument();
          document.child(0).attr("lang", "en");
          document.head().prependChild(new Element("script").html(SCRIPT));
        });
  }

  private static SystemMessages messages() {
    var messages = new CustomizedSystemMessages();
    messages.setSessionExpiredCaption("You were signed out.");
    messages.setSessionExpiredMessage("Click here to sign in again.");
    return messages;
  }
}
