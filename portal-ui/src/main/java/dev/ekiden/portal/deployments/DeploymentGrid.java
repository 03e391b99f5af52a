package dev.ekiden.portal.deployments;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import dev.ekiden.portal.base.Ago;
import dev.ekiden.portal.base.Format;
import dev.ekiden.portal.base.Narrow;
import dev.ekiden.portal.base.StateMark;
import dev.ekiden.portal.client.Deployment;
import java.util.List;

/** Deployments, each with a link to its page. */
public final class DeploymentGrid extends Grid<Deployment> {
  /** With a column for the app, or without where all are of one. */
  public DeploymentGrid(boolean ofManyApps) {
    setId("deployments");
    setAllRowsVisible(true);
    setSelectionMode(SelectionMode.NONE);
    setEmptyStateText("Nothing was deployed yet.");
    addComponentColumn(row -> StateMark.deployment(row.state()))
        .setHeader("State")
        .setWidth("9rem")
        .setFlexGrow(0);
    addComponentColumn(row -> link(row, ofManyApps))
        .setHeader("Deployment")
        .setAutoWidth(true)
        .setFlexGrow(0);
    var lesser =
        List.of(
            addColumn(Deployment::sentence).setHeader("What happened").setFlexGrow(1),
            addColumn(Deployment::by).setHeader("By").setAutoWidth(true).setFlexGrow(0),
            addColumn(row -> Ago.between(row.startedAt(), row.endedAt()))
                .setHeader("Took")
                .setWidth(Ago.COLUMN)
                .setFlexGrow(0));
    addComponentColumn(row -> new Ago(row.startedAt()))
        .setHeader("Started")
        .setWidth(Ago.COLUMN)
        .setFlexGrow(0);
    Narrow.hides(this, lesser);
  }

  private static Anchor link(Deployment row, boolean named) {
    var kind = Format.words(row.kind());
    var link = new Anchor("deployments/" + row.id(), named ? kind + " of " + row.app() : kind);
    link.getElement().setAttribute("router-link", true);
    return link;
  }
}
