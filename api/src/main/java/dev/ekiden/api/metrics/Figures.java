package dev.ekiden.api.metrics;

import dev.ekiden.api.agentlink.AgentClocks;
import dev.ekiden.api.agentlink.AgentLink;
import dev.ekiden.api.control.ControlLoop;
import dev.ekiden.api.control.Leadership;
import dev.ekiden.api.control.LoopFigures;
import dev.ekiden.api.control.Role;
import dev.ekiden.api.control.View;
import dev.ekiden.api.registrar.projections.Projections;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Registers every figure; docs/operating.md tells what they mean. */
@ApplicationScoped
public class Figures {
  private static final double NANOS = 1e9;

  @Inject private MetricRegistry registry;
  @Inject private ControlLoop loop;
  @Inject private Leadership leadership;
  @Inject private View view;
  @Inject private Projections projections;
  @Inject private AgentLink link;
  @Inject private AgentClocks clocks;

  private final Recent<Census> census = new Recent<>(() -> view.read(Census::of));
  private final Recent<AgentLink.Figures> links = new Recent<>(() -> link.figures());

  void start(@Observes Startup event) {
    control();
    standing();
    census();
    links();
  }

  private void control() {
    loop("ekiden_queue_events", LoopFigures::waitingEvents);
    loop("ekiden_uncommitted_facts", LoopFigures::uncommittedFacts);
    loop("ekiden_commits_total", LoopFigures::committedBatches);
    loop("ekiden_commit_seconds_total", figures -> figures.commitNanosTotal() / NANOS);
    loop("ekiden_commit_last_seconds", figures -> seconds(figures.lastCommit()));
    loop("ekiden_commit_stalled_seconds", figures -> seconds(figures.stalledFor()));
  }

  private void loop(String name, Function<LoopFigures, Number> figure) {
    gauge(name, () -> figure.apply(loop.figures()));
  }

  private void standing() {
    gauge("ekiden_epoch", leadership::epoch);
    gauge("ekiden_journal_position", view::seq);
    gauge("ekiden_view_age_seconds", () -> seconds(view.age()));
    gauge("ekiden_zookeeper_silent_seconds", () -> seconds(leadership.zookeeperSilentFor()));
    gauge(
        "ekiden_projection_lag_batches",
        () -> projections.lag().batches().values().stream().mapToLong(it -> it).max().orElse(0));
    gauge("ekiden_snapshot_age_seconds", () -> seconds(projections.lag().snapshotAge()));
    for (var role : Role.values()) {
      gauge("ekiden_role", () -> leadership.role() == role ? 1 : 0, tag("role", word(role)));
    }
  }

  private void census() {
    gauge("ekiden_apps", () -> census.get().apps());
    gauge("ekiden_deployments_running", () -> census.get().deployments());
    agents("open", Census.AgentCount::open);
    agents("draining", Census.AgentCount::draining);
    agents("silent", Census.AgentCount::silent);
    instances("serving", Census.InstanceCount::serving);
    instances("coming", Census.InstanceCount::coming);
    instances("unreachable", Census.InstanceCount::unreachable);
    instances("ending", Census.InstanceCount::ending);
  }

  private void links() {
    link("led", AgentLink.Figures::welcomed);
    link("waiting", AgentLink.Figures::atTheDoor);
    link("standing_by", AgentLink.Figures::standingBy);
    gauge("ekiden_reports_waiting", () -> links.get().reports());
    gauge("ekiden_agents_wrong_clock", clocks::wrong);
    gauge("ekiden_agents_clock_farthest_seconds", () -> seconds(clocks.farthest()));
  }

  private void link(String stage, ToLongFunction<AgentLink.Figures> count) {
    gauge("ekiden_links", () -> count.applyAsLong(links.get()), tag("stage", stage));
  }

  private void agents(String state, ToIntFunction<Census.AgentCount> count) {
    gauge("ekiden_agents", () -> count.applyAsInt(census.get().agents()), tag("state", state));
  }

  private void instances(String condition, ToIntFunction<Census.InstanceCount> count) {
    gauge(
        "ekiden_instances",
        () -> count.applyAsInt(census.get().instances()),
        tag("condition", condition));
  }

  private void gauge(String name, Supplier<Number> value, Tag... tags) {
    registry.gauge(name, value, tags);
  }

  private static Tag tag(String name, String value) {
    return new Tag(name, value);
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }
}
