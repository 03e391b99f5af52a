package dev.ekiden.portal.apps;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AnchorTarget;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import dev.ekiden.portal.base.Ago;
import dev.ekiden.portal.base.StateMark;
import dev.ekiden.portal.client.App;

/** Name, state and verdict of an app, and the buttons for what one can do with it. */
final class AppHeader extends Div {
  private final H1 title = new H1();
  private final Span state = new Span();
  private final Span meta = new Span();
  private final Paragraph verdict = new Paragraph();
  private final Anchor open = new Anchor();

  AppHeader(Runnable scale, Runnable restart, Runnable delete) {
    addClassName("app-header");
    verdict.setId("app-verdict");
    verdict.addClassName("verdict");
    meta.addClassName("meta");
    open.setId("app-open");
    open.addClassName("open-link");
    open.setTarget(AnchorTarget.BLANK);
    state.setId("app-state");
    var head = new Div(title, state);
    head.addClassName("head");
    var buttons =
        new Div(
            open,
            button("app-scale", "Scale", VaadinIcon.RESIZE_H, scale),
            button("app-restart", "Restart", VaadinIcon.REFRESH, () -> confirm(restart)),
            button("app-delete", "Delete", VaadinIcon.TRASH, delete));
    buttons.addClassName("buttons");
    add(head, verdict, meta, buttons);
  }

  private static Button button(String id, String text, VaadinIcon icon, Runnable action) {
    var button = new Button(text, icon.create(), _ -> action.run());
    button.setId(id);
    if (icon == VaadinIcon.TRASH) {
      button.addThemeVariants(ButtonVariant.ERROR);
    }
    return button;
  }

  private void confirm(Runnable restart) {
    var question =
        new ConfirmDialog(
            "Restart " + title.getText() + "?",
            "Each instance is replaced by a new one of the same version, a healthy one first.",
            "Restart",
            _ -> restart.run());
    question.setCancelable(true);
    question.open();
  }

  void show(App app) {
    var summary = app.summary();
    title.setText(summary.id());
    state.removeAll();
    state.add(StateMark.app(summary.state()));
    verdict.setText(summary.sentence());
    meta.removeAll();
    meta.add(
        new Span(
            summary.running()
                + " of "
                + summary.wanted()
                + " running · "
                + Size.words(app)
                + " each · version of "),
        new Ago(summary.version()));
    open.setVisible(!summary.route().isEmpty());
    open.setHref(summary.route());
    open.removeAll();
    open.add(
        VaadinIcon.EXTERNAL_LINK.create(), new Span(summary.route().replaceFirst("^https://", "")));
  }
}
