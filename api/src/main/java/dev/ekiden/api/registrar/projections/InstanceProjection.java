package dev.ekiden.api.registrar.projections;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** Instances with what happened to them. */
final class InstanceProjection {
  private final Sheet sheet;
  private final AuditTrail audit;

  InstanceProjection(Sheet sheet, AuditTrail audit) {
    this.sheet = sheet;
    this.audit = audit;
  }

  /** The instance that a fact is about. */
  static Optional<InstanceId> subject(Fact fact) {
    return Optional.ofNullable(
        switch (fact) {
          case Fact.InstancePlaced it -> it.id();
          case Fact.InstanceStepped it -> it.id();
          case Fact.InstanceRunning it -> it.id();
          case Fact.InstanceChecked it -> it.id();
          case Fact.InstanceReadied it -> it.id();
          case Fact.InstanceListened it -> it.id();
          case Fact.InstanceReturned it -> it.id();
          case Fact.InstanceInactive it -> it.id();
          case Fact.InstanceReplaceDecided it -> it.id();
          case Fact.InstanceKept it -> it.id();
          case Fact.InstanceKillDecided it -> it.id();
          case Fact.InstanceResizeAsked it -> it.id();
          case Fact.InstanceResized it -> it.id();
          case Fact.InstanceResizeRefused it -> it.id();
          case Fact.InstanceEnded it -> it.id();
          default -> null;
        });
  }

  void project(Fact fact) {
    switch (fact) {
      case Fact.InstancePlaced placed -> place(placed);
      case Fact.InstanceStepped(var id, var milestone, var at) -> tell(id, at, milestone.name());
      case Fact.InstanceRunning(var id, var pid, var at, _) -> run(id, pid, at);
      case Fact.InstanceChecked(var id, var healthy, var cause, var at) ->
          check(id, healthy, cause, at);
      case Fact.InstanceReadied(var id, var at) -> tell(id, at, "READY");
      case Fact.InstanceListened(var id, var ports, var at) ->
          tell(id, at, "LISTENS", "on " + ports.words() + ", which it was not given");
      case Fact.InstanceReturned(var id, var runs, var at) -> {
        move(id, runs ? Instance.Condition.RUNNING : Instance.Condition.STARTING);
        tell(id, at, "RETURNED");
      }
      case Fact.InstanceInactive(var id, var at) -> {
        move(id, Instance.Condition.INACTIVE);
        tell(id, at, "INACTIVE");
      }
      case Fact.InstanceReplaceDecided(var id, var reason, var at) ->
          tell(id, at, "TO_BE_REPLACED", reason);
      case Fact.InstanceKept(var id, var reason, var at) -> tell(id, at, "KEPT", reason);
      case Fact.InstanceKillDecided(var id, var reason, var at) -> kill(id, reason, at);
      case Fact.InstanceResizeAsked(var id, _, var size, var at) ->
          tell(id, at, "TO_BE_RESIZED", "to be given " + words(size));
      case Fact.InstanceResized(var id, var version, var size, var at) -> {
        find(id).ifPresent(row -> row.configVersion = version);
        tell(id, at, "RESIZED", "given " + words(size) + " without a restart");
      }
      case Fact.InstanceResizeRefused(var id, _, _, var why, var at) ->
          tell(id, at, "NOT_RESIZED", why);
      case Fact.InstanceEnded(var id, var end) -> end(id, end);
      default -> throw new IllegalArgumentException("not about an instance: " + fact);
    }
  }

  /** As in {@code 1.5 cores and 512 MiB}. */
  private static String words(Resources size) {
    var cores = BigDecimal.valueOf(size.cpuMillis(), 3).stripTrailingZeros().toPlainString();
    var unit = size.cpuMillis() == 1_000 ? "core" : "cores";
    return "%s %s and %d MiB".formatted(cores, unit, size.memMib());
  }

  private Optional<InstanceRow> find(InstanceId id) {
    return sheet.instances.find(id.value());
  }

  private void place(Fact.InstancePlaced fact) {
    var id = fact.id().value();
    var row = sheet.instances.find(id).orElseGet(() -> sheet.instances.add(id, InstanceRow.of(id)));
    row.app = fact.app().path();
    row.project = fact.app().project().value();
    row.configVersion = fact.configVersion();
    row.agent = fact.agent().value();
    row.ports = RowJson.write(fact.ports());
    row.state = Instance.Condition.STARTING.name();
    row.health = Instance.Health.UNKNOWN.name();
    row.placedAt = fact.at();
    row.startedAt = null;
    row.endedAt = null;
    row.exitCode = null;
    row.history = "";
    tell(row, fact.at(), "PLACED", "on " + fact.agent().value());
  }

  private void run(InstanceId id, long pid, Instant at) {
    find(id)
        .ifPresent(
            row -> {
              if (row.state.equals(Instance.Condition.STARTING.name())) {
                row.state = Instance.Condition.RUNNING.name();
              }
              row.pid = pid;
              row.startedAt = at;
              tell(row, at, "RUNNING", "as process " + pid);
            });
  }

  private void check(InstanceId id, boolean healthy, String cause, Instant at) {
    var health = healthy ? Instance.Health.HEALTHY : Instance.Health.UNHEALTHY;
    find(id)
        .ifPresent(
            row -> {
              row.health = health.name();
              tell(row, at, health.name(), cause);
            });
  }

  private void kill(InstanceId id, String reason, Instant at) {
    find(id)
        .ifPresent(
            row -> {
              var next =
                  isOutOfReach(row) ? Instance.Condition.INACTIVE : Instance.Condition.KILLING;
              row.state = next.name();
              tell(row, at, "TO_END", reason);
              audit.sentence("instance.killed", row.id, row.project, reason);
            });
  }

  /** Once its agent is back, what was out of reach can be told to end like any other. */
  private boolean isOutOfReach(InstanceRow row) {
    boolean unheard =
        row.state.equals(Instance.Condition.UNREACHABLE.name())
            || row.state.equals(Instance.Condition.INACTIVE.name());
    return unheard
        && sheet.agents.find(row.agent).filter(it -> it.state.equals(AgentRow.SILENT)).isPresent();
  }

  private void end(InstanceId id, End end) {
    find(id)
        .ifPresent(
            row -> {
              row.state = InstanceRow.ENDED;
              row.endedAt = end.at();
              row.cause = end.cause().name();
              row.exitCode = end.exitCode();
              row.sentence = RowJson.plain(end.sentence());
              row.lastLines = RowJson.write(end.lastLines());
              tell(row, end.at(), InstanceRow.ENDED, end.sentence());
            });
  }

  /** All on an agent that fell silent, however many they are, in one statement. */
  void silence(AgentId agent, Instant at) {
    sheet.write();
    sheet
        .entities
        .createNamedQuery("InstanceRow.silence")
        .setParameter("agent", agent.value())
        .setParameter("line", Story.line(at, "UNREACHABLE", agent.value() + " fell silent"))
        .executeUpdate();
    sheet.forget();
  }

  private void move(InstanceId id, Instance.Condition next) {
    find(id).ifPresent(row -> row.state = next.name());
  }

  private void tell(InstanceId id, Instant at, String what) {
    tell(id, at, what, "");
  }

  private void tell(InstanceId id, Instant at, String what, String detail) {
    find(id).ifPresent(row -> tell(row, at, what, detail));
  }

  private static void tell(InstanceRow row, Instant at, String what, String detail) {
    row.history = Story.with(row.history, Story.line(at, what, detail));
  }
}
