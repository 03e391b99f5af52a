package dev.ekiden.portal.base;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;
import dev.ekiden.portal.client.ApiException;

/** Short messages at the edge of the page. Failures stay until dismissed. */
public final class Notices {
  private static final int SUCCESS_MILLIS = 4000;

  private Notices() {}

  /** Something was done; goes away by itself. */
  public static void done(String sentence) {
    Notification.show(sentence, SUCCESS_MILLIS, Notification.Position.BOTTOM_END)
        .addThemeVariants(NotificationVariant.SUCCESS);
  }

  /** Something was refused or failed; stays. */
  public static void failure(ApiException failure) {
    failure(failure.sentences());
  }

  /** The same, in words of ours. */
  public static void failure(String sentences) {
    var notice = new Notification();
    var text = new Span(sentences);
    text.addClassName("pre-line");
    var dismiss = new Button(VaadinIcon.CLOSE_SMALL.create(), _ -> notice.close());
    dismiss.setAriaLabel("Dismiss");
    dismiss.addThemeVariants(ButtonVariant.TERTIARY);
    var row = new Div(VaadinIcon.EXCLAMATION_CIRCLE.create(), text, dismiss);
    row.addClassName("notice");
    notice.add(row);
    notice.setDuration(0);
    notice.setPosition(Notification.Position.BOTTOM_END);
    notice.addThemeVariants(NotificationVariant.ERROR);
    notice.open();
  }
}
