package dev.ekiden.portal.deployments;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import dev.ekiden.portal.base.Ago;
import dev.ekiden.portal.client.Deployment;
import dev.ekiden.portal.client.When;
import java.util.List;
import java.util.Locale;

/**
 * The six steps of a deployment: which are done, since when, and what the current one waits for.
 */
final class StepRail extends OrderedList {
  StepRail() {
    addClassName("rail");
    setId("deployment-steps");
  }

  /** {@code over} says that a step at NOW will not go on. */
  void show(List<Deployment.Step> steps, When startedAt, boolean over) {
    removeAll();
    for (var step : steps) {
      add(item(step, startedAt, over));
    }
  }

  private static ListItem item(Deployment.Step step, When startedAt, boolean over) {
    var tone = over && step.state().equals("NOW") ? "STOPPED" : step.state();
    var name = new Span(step.name());
    name.addClassName("rail-name");
    var mark = new Span(icon(tone).create());
    mark.addClassName("rail-mark");
    var after = Ago.between(startedAt, step.at());
    var time = new Span(after.isEmpty() ? "" : "+" + after);
    time.addClassName("rail-time");
    time.setTitle(after.isEmpty() ? "" : after + " after the start");
    var detail = new Span(step.detail());
    detail.addClassName("rail-detail");
    var text = new Div(new Div(name, time), detail);
    text.addClassName("rail-text");
    var item = new ListItem(mark, text);
    item.addClassNames("rail-step", "rail-" + tone.toLowerCase(Locale.ROOT));
    item.getElement().setAttribute("aria-label", step.name() + ": " + word(tone));
    return item;
  }

  private static VaadinIcon icon(String tone) {
    return switch (tone) {
      case "DONE" -> VaadinIcon.CHECK;
      case "NOW" -> VaadinIcon.SPINNER_ARC;
      case "STOPPED" -> VaadinIcon.CLOSE_SMALL;
      default -> VaadinIcon.CIRCLE_THIN;
    };
  }

  private static String word(String tone) {
    return switch (tone) {
      case "DONE" -> "done";
      case "NOW" -> "under way";
      case "STOPPED" -> "not reached";
      default -> "to come";
    };
  }
}
