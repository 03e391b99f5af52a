package dev.ekiden.portal.base;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.icon.VaadinIcon;
import java.util.function.Supplier;

/** A button that puts a text on the clipboard. */
public final class Copy extends Button {
  /** {@code text} is asked for at each click. */
  public Copy(String label, Supplier<String> text) {
    super(label, VaadinIcon.COPY_O.create());
    addClickListener(
        click -> {
          UI.getCurrent()
              .getPage()
              .executeJs("return navigator.clipboard.writeText($0)", text.get())
              .then(
                  _ -> Notices.done("Copied."),
                  _ -> Notices.failure("The browser did not let us use the clipboard."));
        });
  }
}
