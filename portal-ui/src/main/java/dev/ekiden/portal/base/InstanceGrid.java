package dev.ekiden.portal.base;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import dev.ekiden.portal.client.Instance;
import java.util.List;
import java.util.function.Consumer;

/** Instances, each with a button that shows its log. */
public final class InstanceGrid extends Grid<Instance> {
  /** {@code log} is given the id of the instance whose log is wanted. */
  public InstanceGrid(Consumer<String> log) {
    setId("instances");
    setAllRowsVisible(true);
    setSelectionMode(SelectionMode.NONE);
    setEmptyStateText("No instances.");
    addComponentColumn(row -> StateMark.instance(row.state()))
        .setHeader("State")
        .setWidth("9rem")
        .setFlexGrow(0);
    addComponentColumn(row -> StateMark.health(row.health()))
        .setHeader("Health")
        .setWidth("9.5rem")
        .setFlexGrow(0);
    var lesser =
        List.of(
            addColumn(Instance::agent).setHeader("Agent").setAutoWidth(true),
            addColumn(row -> String.join(", ", row.ports())).setHeader("Port").setAutoWidth(true),
            addComponentColumn(row -> new Ago(row.since())).setHeader("Since").setAutoWidth(true),
            addColumn(row -> row.pid() == 0 ? "–" : Long.toString(row.pid()))
                .setHeader("Pid")
                .setAutoWidth(true),
            addComponentColumn(InstanceGrid::id).setHeader("Instance").setAutoWidth(true));
    addComponentColumn(row -> show(row, log)).setHeader("Log").setAutoWidth(true).setFlexGrow(0);
    Narrow.hides(this, lesser);
  }

  private static Span id(Instance row) {
    var id = new Span(row.shortId());
    id.setTitle(row.id());
    id.addClassName("mono");
    return id;
  }

  private static Button show(Instance row, Consumer<String> log) {
    var button = new Button(VaadinIcon.FILE_TEXT_O.create(), _ -> log.accept(row.id()));
    button.setAriaLabel("Log of " + row.shortId());
    button.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL);
    return button;
  }
}
