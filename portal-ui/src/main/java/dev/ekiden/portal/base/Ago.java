package dev.ekiden.portal.base;

import com.vaadin.flow.component.html.Span;
import dev.ekiden.portal.client.When;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** "3 min ago", with the absolute time as its title; the page's script keeps it true. */
public final class Ago extends Span {
  /**
   * Width of a column of them. One that takes its width from what it first holds cuts off what that
   * becomes.
   */
  public static final String COLUMN = "8rem";

  private static final DateTimeFormatter ABSOLUTE =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final InstantSource CLOCK = InstantSource.system();

  /** "–" for never. */
  public Ago(When when) {
    addClassName("ago");
    switch (when) {
      case When.At(var instant) -> {
        setText(words(instant, CLOCK.instant()));
        setTitle(ABSOLUTE.format(instant));
        getElement().setAttribute("data-at", Long.toString(instant.toEpochMilli()));
      }
      case When.Never _ -> setText("–");
    }
  }

  static String words(Instant then, Instant now) {
    long seconds = Math.max(0, now.getEpochSecond() - then.getEpochSecond());
    if (seconds < 5) {
      return "just now";
    }
    if (seconds < 60) {
      return seconds + " s ago";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min ago";
    }
    return seconds < 86_400 ? seconds / 3600 + " h ago" : seconds / 86_400 + " d ago";
  }

  /** "12 s", "3 min 5 s", "2 h 10 min": from one moment to the other, "" if one never came. */
  public static String between(When start, When end) {
    if (!(start instanceof When.At(var from)) || !(end instanceof When.At(var to))) {
      return "";
    }
    long seconds = Math.max(0, to.getEpochSecond() - from.getEpochSecond());
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}
