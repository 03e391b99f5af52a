package dev.ekiden.portal.deployments;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.ekiden.portal.base.CurrentProject;
import dev.ekiden.portal.base.Live;
import dev.ekiden.portal.base.MainLayout;
import dev.ekiden.portal.base.Ticker;
import dev.ekiden.portal.client.Deployment;
import dev.ekiden.portal.client.DeploymentClient;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/** All deployments, newest first. */
@Route(value = "deployments", layout = MainLayout.class)
@PageTitle("Deployments – Ekiden")
@Dependent
public final class DeploymentsView extends Div implements BeforeEnterObserver {
  private static final Duration PERIOD = Duration.ofSeconds(3);

  private final DeploymentGrid grid = new DeploymentGrid(true);
  private final Live<List<Deployment>> live;
  private transient List<Deployment> shown = List.of();

  /** Ready to be filled on entering. */
  @Inject
  public DeploymentsView(DeploymentClient deployments, Ticker ticker) {
    addClassName("page");
    live = new Live<>(ticker, PERIOD, deployments::list, this::show);
    add(new H1("Deployments"), live, grid);
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    live.now();
  }

  private void show(List<Deployment> all) {
    var rows = all.stream().filter(row -> CurrentProject.shows(row.app())).toList();
    if (!rows.equals(shown)) {
      shown = rows;
      grid.setItems(rows);
    }
  }
}
