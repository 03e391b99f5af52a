package dev.ekiden.portal.base;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.ekiden.portal.client.Limit;
import java.util.Locale;

/** How much of a limit is used, and asked for on top: a bar, and the same as text. */
public final class UsageBar extends Div {
  /** {@code unit} as {@link Format#amount} takes it. */
  public UsageBar(double used, double asked, Limit limit, String unit) {
    addClassName("usage");
    var text = new Span(text(used, asked, limit, unit));
    text.addClassName("usage-text");
    add(text);
    if (limit instanceof Limit.Of(var most)) {
      add(bar(used, asked, most));
    }
  }

  private static Div bar(double used, double asked, double most) {
    var bar = new Div(segment("usage-used", used, most), segment("usage-asked", asked, most));
    bar.addClassName("usage-bar");
    if (used + asked > most) {
      bar.addClassName("usage-over");
    }
    bar.getElement().setAttribute("aria-hidden", "true");
    return bar;
  }

  private static Div segment(String name, double amount, double most) {
    var segment = new Div();
    segment.addClassName(name);
    var percent = most <= 0 ? (amount > 0 ? 100 : 0) : Math.clamp(amount * 100 / most, 0, 100);
    segment.getStyle().set("width", String.format(Locale.ROOT, "%.1f%%", percent));
    return segment;
  }

  static String text(double used, double asked, Limit limit, String unit) {
    var now = Format.number(asked).equals("0") ? "" : " → " + shown(used + asked, unit);
    return switch (limit) {
      case Limit.Of(var most) -> shown(used, unit) + now + " of " + Format.amount(most, unit);
      case Limit.None _ -> shown(used, unit) + now + ", no limit";
    };
  }

  private static String shown(double value, String unit) {
    return unit.equals("MiB") ? Format.mebibytes(value) : Format.number(value);
  }
}
