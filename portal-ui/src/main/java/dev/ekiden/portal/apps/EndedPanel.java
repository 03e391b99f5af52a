package dev.ekiden.portal.apps;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import dev.ekiden.portal.base.Ago;
import dev.ekiden.portal.base.Format;
import dev.ekiden.portal.client.Instance;
import java.util.List;
import java.util.function.Consumer;

/** How the last instances ended, with what they wrote last; invisible if none has. */
final class EndedPanel extends Div {
  private final transient Consumer<String> log;

  EndedPanel(Consumer<String> log) {
    this.log = log;
    setId("app-ended");
    addClassName("panel");
    setVisible(false);
  }

  void show(List<Instance> ended) {
    removeAll();
    setVisible(!ended.isEmpty());
    add(new H2("Ended"));
    ended.forEach(instance -> add(entry(instance)));
  }

  private Div entry(Instance instance) {
    var end = instance.end();
    var cause = new Span(Format.words(end.cause()));
    cause.addClassName("cause");
    if (end.cause().equals("OUT_OF_MEMORY")) {
      cause.addClassName("cause-oom");
    }
    var show = new Button("Log", VaadinIcon.FILE_TEXT_O.create(), _ -> log.accept(instance.id()));
    show.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL);
    var where = new Span(instance.agent() + " · " + instance.shortId() + " · ");
    var when = new Span(where, new Ago(end.at()));
    when.addClassName("meta");
    var head = new Div(cause, when, show);
    head.addClassName("ended-head");
    var entry = new Div(head, new Span(end.sentence()));
    entry.addClassName("ended");
    if (!end.lastLines().isEmpty()) {
      var lines = new Pre(String.join("\n", end.lastLines()));
      lines.addClassName("code");
      entry.add(lines);
    }
    return entry;
  }
}
