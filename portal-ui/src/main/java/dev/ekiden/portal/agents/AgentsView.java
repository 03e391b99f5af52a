package dev.ekiden.portal.agents;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.ekiden.portal.base.Ago;
import dev.ekiden.portal.base.Live;
import dev.ekiden.portal.base.MainLayout;
import dev.ekiden.portal.base.Narrow;
import dev.ekiden.portal.base.StateMark;
import dev.ekiden.portal.base.Ticker;
import dev.ekiden.portal.base.UsageBar;
import dev.ekiden.portal.client.Agent;
import dev.ekiden.portal.client.AgentClient;
import dev.ekiden.portal.client.Limit;
import dev.ekiden.portal.client.MeClient;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/** The machines: how they are, what they have, how much of it is given away. */
@Route(value = "agents", layout = MainLayout.class)
@PageTitle("Agents – Ekiden")
@Dependent
public final class AgentsView extends Div implements BeforeEnterObserver {
  private static final Duration PERIOD = Duration.ofSeconds(3);

  private final MeClient people;
  private final Grid<Agent> grid = new Grid<>();
  private final Live<List<Agent>> live;
  private transient List<Agent> shown = List.of();

  /** Ready to be filled on entering. */
  @Inject
  public AgentsView(MeClient people, AgentClient agents, Ticker ticker) {
    this.people = people;
    addClassName("page");
    live = new Live<>(ticker, PERIOD, agents::list, this::show);
    grid.setId("agents");
    grid.setAllRowsVisible(true);
    grid.setSelectionMode(Grid.SelectionMode.NONE);
    grid.setEmptyStateText("No agent has joined yet.");
    columns();
    add(new H1("Agents"), live, grid);
  }

  private void columns() {
    grid.addColumn(Agent::id).setHeader("Agent").setAutoWidth(true).setFlexGrow(0);
    grid.addComponentColumn(row -> StateMark.agent(row.state()))
        .setHeader("State")
        .setWidth("9rem")
        .setFlexGrow(0);
    var attributes = grid.addComponentColumn(AgentsView::attributes).setHeader("Attributes");
    var cpus =
        grid.addComponentColumn(
                row -> new UsageBar(row.used().cpus(), 0, new Limit.Of(row.cpus()), "CPUs"))
            .setHeader("CPUs given");
    grid.addComponentColumn(
            row -> new UsageBar(row.used().memMib(), 0, new Limit.Of(row.memMib()), "MiB"))
        .setHeader("Memory given");
    var instances =
        grid.addColumn(row -> row.used().instances())
            .setHeader("Instances")
            .setAutoWidth(true)
            .setFlexGrow(0);
    var since =
        grid.addComponentColumn(row -> new Ago(row.since()))
            .setHeader("Since")
            .setWidth(Ago.COLUMN)
            .setFlexGrow(0);
    Narrow.hides(grid, List.of(attributes, cpus, instances, since));
  }

  private static Span attributes(Agent agent) {
    var all = new Span();
    all.addClassName("chips");
    agent.attributes().forEach((name, value) -> all.add(new Span(name + ":" + value)));
    return all;
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    if (people.me().operator()) {
      live.now();
    } else {
      event.rerouteToError(NotFoundException.class);
    }
  }

  private void show(List<Agent> rows) {
    if (!rows.equals(shown)) {
      shown = rows;
      grid.setItems(rows);
    }
  }
}
