package dev.ekiden.portal.deployments;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AnchorTarget;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import dev.ekiden.portal.base.Ago;
import dev.ekiden.portal.base.Format;
import dev.ekiden.portal.base.InstanceGrid;
import dev.ekiden.portal.base.Live;
import dev.ekiden.portal.base.MainLayout;
import dev.ekiden.portal.base.Panel;
import dev.ekiden.portal.base.StateMark;
import dev.ekiden.portal.base.Ticker;
import dev.ekiden.portal.client.AppClient;
import dev.ekiden.portal.client.Deployment;
import dev.ekiden.portal.client.DeploymentClient;
import dev.ekiden.portal.client.LogClient;
import dev.ekiden.portal.logs.LogTail;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/** One deployment as it goes on: steps, instances, the log of the newest, at the end the route. */
@Route(value = "deployments/:deployment", layout = MainLayout.class)
@Dependent
public final class DeploymentView extends Div implements BeforeEnterObserver, HasDynamicTitle {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final H1 title = new H1();
  private final Span state = new Span();
  private final Span meta = new Span();
  private final Paragraph sentence = new Paragraph();
  private final StepRail rail = new StepRail();
  private final Div route = new Div();
  private final InstanceGrid instances;
  private final LogTail log;
  private final Live<Tick> live;
  private volatile String id = "";
  private transient List<DeploymentFacts> shown = List.of();

  private record Tick(DeploymentFacts facts, List<LogTail.Piece> log) {}

  /** Ready to be filled on entering. */
  @Inject
  public DeploymentView(
      DeploymentClient deployments, AppClient apps, LogClient logs, Ticker ticker) {
    addClassNames("page", "deployment-page");
    log = new LogTail(logs);
    instances = new InstanceGrid(log::choose);
    live =
        new Live<>(
            ticker,
            PERIOD,
            () -> {
              var deployment = deployments.get(id);
              var app = apps.find(deployment.app()).stream().toList();
              return new Tick(new DeploymentFacts(deployment, app), log.poll().stream().toList());
            },
            this::show);
    state.setId("deployment-state");
    route.setId("deployment-route");
    route.addClassName("big-route");
    route.setVisible(false);
    meta.addClassName("meta");
    sentence.setId("deployment-sentence");
    sentence.addClassName("verdict");
    var head = new Div(title, state);
    head.addClassName("head");
    add(
        head,
        meta,
        sentence,
        live,
        route,
        new Panel("Steps", rail),
        new Panel("Instances", instances),
        new Panel("Log", log));
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    id = event.getRouteParameters().get("deployment").orElseThrow();
    shown = List.of();
    live.resume();
    live.now();
  }

  @Override
  public String getPageTitle() {
    return title.getText() + " – Ekiden";
  }

  private void show(Tick tick) {
    tick.log().forEach(log::show);
    var facts = tick.facts();
    if (shown.equals(List.of(facts))) {
      return;
    }
    shown = List.of(facts);
    var deployment = facts.deployment();
    title.setText(verb(deployment.kind()) + " " + deployment.app());
    state.removeAll();
    state.add(StateMark.deployment(deployment.state()));
    head(deployment);
    sentence.setText(deployment.sentence());
    rail.show(deployment.steps(), deployment.startedAt(), deployment.over());
    instances.setItems(facts.instances());
    log.offer(facts.instances());
    showRoute(facts.route());
  }

  private void head(Deployment deployment) {
    meta.removeAll();
    var took = Ago.between(deployment.startedAt(), deployment.endedAt());
    meta.add(
        new Span("by " + deployment.by() + ", "),
        new Ago(deployment.startedAt()),
        new Span(took.isEmpty() ? "" : ", took " + took));
    var app = new Anchor("apps" + deployment.app(), "To the app");
    app.getElement().setAttribute("router-link", true);
    app.setId("deployment-app");
    meta.add(new Span(" · "), app);
  }

  private static String verb(String kind) {
    return switch (kind) {
      case "START" -> "Start of";
      case "STOP" -> "Stop of";
      default -> Format.words(kind) + " of";
    };
  }

  private void showRoute(String url) {
    route.removeAll();
    route.setVisible(!url.isEmpty());
    if (!url.isEmpty()) {
      route.add(VaadinIcon.EXTERNAL_LINK.create(), new Anchor(url, url, AnchorTarget.BLANK));
    }
  }
}
