package dev.ekiden.portal.home;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.ekiden.portal.base.Ago;
import dev.ekiden.portal.base.CurrentProject;
import dev.ekiden.portal.base.Live;
import dev.ekiden.portal.base.MainLayout;
import dev.ekiden.portal.base.Panel;
import dev.ekiden.portal.base.StateMark;
import dev.ekiden.portal.base.Ticker;
import dev.ekiden.portal.client.AppClient;
import dev.ekiden.portal.client.AppSummary;
import dev.ekiden.portal.client.ArtifactClient;
import dev.ekiden.portal.client.DeploymentClient;
import dev.ekiden.portal.client.ProjectClient;
import dev.ekiden.portal.plan.Deploying;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/** Drop a file; see what needs attention and what was changed last. */
@Route(value = "", layout = MainLayout.class)
@PageTitle("Home – Ekiden")
@Dependent
public final class HomeView extends Div implements BeforeEnterObserver {
  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final int RECENT = 6;

  private record Seen(List<AppSummary> apps, List<Attention> attention) {}

  private final Div attention = new Div();
  private final Div recent = new Div();
  private final Live<Seen> live;
  private transient Seen shown = new Seen(List.of(), List.of());

  /** Ready to be filled on entering. */
  @Inject
  public HomeView(
      AppClient apps,
      DeploymentClient deployments,
      ProjectClient projects,
      ArtifactClient artifacts,
      Deploying deploying,
      Ticker ticker) {
    addClassNames("page", "home-page");
    live =
        new Live<>(
            ticker,
            PERIOD,
            () -> {
              var all = apps.list();
              var now = InstantSource.system().instant();
              return new Seen(all, Attention.of(all, deployments.list(), projects.list(), now));
            },
            this::show);
    attention.setId("needs-attention");
    recent.setId("recent-apps");
    add(
        new H1("Home"),
        new DropArea(
            artifacts,
            deploying::open,
            new SampleCard(() -> deploying.open(artifacts.sample())),
            live,
            new Panel("Needs attention", attention),
            new Panel("Recent apps", recent)));
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    recent.setText("No apps yet. The first one you deploy will be here.");
    attention.setText("Nothing. All is well.");
    live.now();
  }

  private void show(Seen seen) {
    if (seen.equals(shown)) {
      return;
    }
    shown = seen;
    attention.removeAll();
    seen.attention().forEach(item -> attention.add(line(item)));
    if (seen.attention().isEmpty()) {
      attention.setText("Nothing. All is well.");
    }
    recent.removeAll();
    seen.apps().stream()
        .filter(app -> CurrentProject.shows(app.id()))
        .sorted(Comparator.comparing((AppSummary app) -> app.version().order()).reversed())
        .limit(RECENT)
        .forEach(app -> recent.add(line(app)));
    if (recent.getChildren().findAny().isEmpty()) {
      recent.setText("No apps yet. The first one you deploy will be here.");
    }
  }

  private static Div line(Attention item) {
    var icon = VaadinIcon.WARNING.create();
    icon.addClassName("warn");
    var text = new Div(link(item.path(), item.title()), new Span(item.sentence()));
    text.addClassName("attention-text");
    var line = new Div(icon, text);
    line.addClassName("attention-line");
    return line;
  }

  private static Div line(AppSummary app) {
    var count = new Span(app.running() + " of " + app.wanted());
    count.addClassName("number");
    var line =
        new Div(
            link("apps" + app.id(), app.id()),
            StateMark.app(app.state()),
            count,
            new Ago(app.version()));
    line.addClassName("app-line");
    return line;
  }

  private static Anchor link(String path, String text) {
    var link = new Anchor(path, text);
    link.getElement().setAttribute("router-link", true);
    return link;
  }
}
