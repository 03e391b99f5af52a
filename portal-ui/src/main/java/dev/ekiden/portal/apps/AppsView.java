package dev.ekiden.portal.apps;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AnchorTarget;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.ekiden.portal.base.Ago;
import dev.ekiden.portal.base.CurrentProject;
import dev.ekiden.portal.base.Live;
import dev.ekiden.portal.base.MainLayout;
import dev.ekiden.portal.base.Narrow;
import dev.ekiden.portal.base.StateMark;
import dev.ekiden.portal.base.Ticker;
import dev.ekiden.portal.client.AppClient;
import dev.ekiden.portal.client.AppSummary;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/** All apps one may see. */
@Route(value = "apps", layout = MainLayout.class)
@PageTitle("Apps – Ekiden")
@Dependent
public final class AppsView extends Div implements BeforeEnterObserver {
  private static final Duration PERIOD = Duration.ofSeconds(3);

  private final Grid<AppSummary> grid = new Grid<>();
  private final Live<List<AppSummary>> live;
  private transient List<AppSummary> shown = List.of();

  /** Ready to be filled on entering. */
  @Inject
  public AppsView(AppClient apps, Ticker ticker) {
    addClassName("page");
    live = new Live<>(ticker, PERIOD, apps::list, this::show);
    grid.setId("apps");
    grid.setAllRowsVisible(true);
    grid.setSelectionMode(Grid.SelectionMode.NONE);
    grid.setEmptyStateText("No apps yet. Drop one on the Home page.");
    columns();
    add(new H1("Apps"), live, grid);
  }

  private void columns() {
    grid.addComponentColumn(AppsView::name)
        .setHeader("App")
        .setComparator(AppSummary::id)
        .setFlexGrow(2);
    grid.addComponentColumn(app -> StateMark.app(app.state()))
        .setHeader("State")
        .setComparator(AppSummary::state)
        .setWidth("11.5rem")
        .setFlexGrow(0);
    var lesser =
        List.of(
            grid.addColumn(app -> app.running() + " of " + app.wanted())
                .setHeader("Instances")
                .setAutoWidth(true)
                .setFlexGrow(0),
            grid.addComponentColumn(AppsView::route).setHeader("Route").setFlexGrow(2),
            grid.addComponentColumn(app -> new Ago(app.version()))
                .setHeader("Version")
                .setComparator(app -> app.version().order())
                .setWidth(Ago.COLUMN)
                .setFlexGrow(0));
    Narrow.hides(grid, lesser);
  }

  private static Anchor name(AppSummary app) {
    var link = new Anchor("apps" + app.id(), app.id());
    link.getElement().setAttribute("router-link", true);
    return link;
  }

  private static Span route(AppSummary app) {
    return app.route().isEmpty()
        ? new Span("–")
        : new Span(
            new Anchor(app.route(), app.route().replaceFirst("^https://", ""), AnchorTarget.BLANK));
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    live.now();
  }

  private void show(List<AppSummary> all) {
    var rows = all.stream().filter(app -> CurrentProject.shows(app.id())).toList();
    if (!rows.equals(shown)) {
      shown = rows;
      grid.setItems(rows);
    }
  }
}
