package dev.ekiden.portal.apps;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import dev.ekiden.portal.base.InstanceGrid;
import dev.ekiden.portal.base.Live;
import dev.ekiden.portal.base.MainLayout;
import dev.ekiden.portal.base.Panel;
import dev.ekiden.portal.base.Ticker;
import dev.ekiden.portal.client.App;
import dev.ekiden.portal.client.AppClient;
import dev.ekiden.portal.client.LogClient;
import dev.ekiden.portal.client.PlanClient;
import dev.ekiden.portal.deployments.DeploymentGrid;
import dev.ekiden.portal.logs.LogTail;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** One app: how it is, what one can do, its instances, their logs, its past. */
@Route(value = "apps/:id*", layout = MainLayout.class)
@Dependent
public final class AppView extends Div implements BeforeEnterObserver, HasDynamicTitle {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private record Tick(App app, List<LogTail.Piece> log) {}

  private final AppClient apps;
  private final PlanClient plans;
  private final AppHeader header;
  private final WaitingPanel waiting = new WaitingPanel();
  private final PortsPanel ports = new PortsPanel();
  private final EndedPanel ended;
  private final InstanceGrid instances;
  private final DeploymentGrid deployments = new DeploymentGrid(false);
  private final DefinitionPanel definition = new DefinitionPanel();
  private final LogTail log;
  private final Live<Tick> live;
  private volatile String id = "";
  private transient List<App> shown = List.of();

  /** Ready to be filled on entering. */
  @Inject
  public AppView(AppClient apps, PlanClient plans, LogClient logs, Ticker ticker) {
    this.apps = apps;
    this.plans = plans;
    addClassNames("page", "app-page");
    log = new LogTail(logs);
    log.setId("app-log");
    header = new AppHeader(this::scale, this::restart, this::delete);
    instances = new InstanceGrid(log::choose);
    ended = new EndedPanel(log::choose);
    live = new Live<>(ticker, PERIOD, this::load, this::show);
    add(
        header,
        live,
        waiting,
        ports,
        new Panel("Instances", instances),
        new Panel("Log", log),
        ended,
        new Panel("Deployments", deployments),
        definition);
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    id = "/" + String.join("/", event.getRouteParameters().getWildcard("id"));
    shown = List.of();
    live.now();
  }

  @Override
  public String getPageTitle() {
    return id + " – Ekiden";
  }

  private Tick load() {
    return new Tick(apps.get(id), log.poll().stream().toList());
  }

  private void show(Tick tick) {
    tick.log().forEach(log::show);
    var app = tick.app();
    if (shown.equals(List.of(app))) {
      return;
    }
    shown = List.of(app);
    header.show(app);
    waiting.show(app.waiting());
    instances.setItems(app.instances());
    ports.show(app.instances());
    ended.show(app.ended());
    log.offer(Stream.concat(app.instances().stream(), app.ended().stream()).toList());
    deployments.setItems(app.deployments());
    definition.show(app.definition());
  }

  private void scale() {
    var app = shown.getFirst();
    new ScaleDialog(app, plans::plan, instances -> follow(name -> apps.scale(name, instances)))
        .open();
  }

  private void restart() {
    follow(apps::restart);
  }

  private void delete() {
    new DeleteDialog(id, () -> follow(apps::delete)).open();
  }

  private void follow(Function<String, String> change) {
    UI.getCurrent().navigate("deployments/" + change.apply(id));
  }
}
