package dev.ekiden.api.registrar.projections;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.Optional;

/** Agents as they last described themselves. */
final class AgentProjection {
  private static final String READY = "READY";

  /** Actions of operators concern no project. */
  private static final String CLUSTER = "";

  private final Sheet sheet;
  private final AuditTrail audit;
  private final InstanceProjection instances;

  AgentProjection(Sheet sheet, AuditTrail audit, InstanceProjection instances) {
    this.sheet = sheet;
    this.audit = audit;
    this.instances = instances;
  }

  void project(Fact fact) {
    switch (fact) {
      case Fact.AgentJoined joined -> join(joined);
      case Fact.AgentLost(var agent, var at) -> {
        move(agent, AgentRow.SILENT, at);
        instances.silence(agent, at);
      }
      case Fact.AgentDrainAsked(var agent, var by, var at, _) -> {
        move(agent, "DRAINING", at);
        audit.act("agent.drained", agent.value(), CLUSTER, by);
      }
      case Fact.AgentDrained(var agent, var at) -> move(agent, "DRAINED", at);
      case Fact.AgentActivated(var agent, var by, var at) -> {
        move(agent, READY, at);
        audit.act("agent.activated", agent.value(), CLUSTER, by);
      }
      case Fact.AgentRemoved(var agent, var by, var at) -> {
        move(agent, "REMOVED", at);
        find(agent).ifPresent(row -> row.removedAt = at);
        audit.act("agent.removed", agent.value(), CLUSTER, by);
      }
      default -> throw new IllegalArgumentException("not about an agent: " + fact);
    }
  }

  private Optional<AgentRow> find(AgentId agent) {
    return sheet.agents.find(agent.value());
  }

  private void join(Fact.AgentJoined fact) {
    var id = fact.spec().id().value();
    var known = sheet.agents.find(id);
    var row = known.orElseGet(() -> sheet.agents.add(id, AgentRow.of(id)));
    if (known.isEmpty() || row.removedAt != null) {
      row.joinedAt = fact.at();
      row.removedAt = null;
      row.state = READY;
      row.since = fact.at();
    }
    if (row.state.equals(AgentRow.SILENT)) {
      row.state = READY;
      row.since = fact.at();
    }
    row.host = RowJson.plain(fact.spec().host());
    row.spec = RowJson.write(fact.spec());
  }

  private void move(AgentId agent, String state, Instant at) {
    find(agent)
        .ifPresent(
            row -> {
              row.state = state;
              row.since = at;
            });
  }
}
