package dev.ekiden.api.registrar.projections;

import dev.ekiden.api.registrar.Batch;
import dev.ekiden.core.state.Fact;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/** What one transaction of the projector works on: the rows, and where in the journal it is. */
final class Sheet {
  /** Entries of the audit per batch fit below; see {@link AuditRow#id}. */
  private static final int AUDIT_BITS = 20;

  final EntityManager entities;
  final Rows<AppRow> apps;
  final Rows<AppVersionRow> versions;
  final Rows<DeploymentRow> deployments;
  final Rows<InstanceRow> instances;
  final Rows<AgentRow> agents;
  final Rows<ProjectRow> projects;
  final Rows<QuotaRow> quotas;
  private final List<Rows<?>> all;
  private final long lastAudit;
  private Instant at = Instant.EPOCH;
  private long auditId;

  Sheet(EntityManager entities) {
    this.entities = entities;
    apps = new Rows<>(entities, AppRow.class);
    versions = new Rows<>(entities, AppVersionRow.class);
    deployments = new Rows<>(entities, DeploymentRow.class);
    instances = new Rows<>(entities, InstanceRow.class);
    agents = new Rows<>(entities, AgentRow.class);
    projects = new Rows<>(entities, ProjectRow.class);
    quotas = new Rows<>(entities, QuotaRow.class);
    all = List.of(apps, versions, deployments, instances, agents, projects, quotas);
    lastAudit = entities.createNamedQuery("AuditRow.last", Long.class).getSingleResult();
  }

  /** Reads at once what the facts are about, as far as they may be many. */
  void fetch(List<Batch> batches) {
    var instanceIds = new TreeSet<String>();
    var deploymentIds = new TreeSet<String>();
    var appIds = new TreeSet<String>();
    var versionIds = new TreeSet<String>();
    var agentIds = new TreeSet<String>();
    for (var batch : batches) {
      for (var fact : batch.facts()) {
        InstanceProjection.subject(fact).ifPresent(id -> instanceIds.add(id.value()));
        DeploymentProjection.subject(fact).ifPresent(id -> deploymentIds.add(id.value()));
        if (fact instanceof Fact.AppDefined defined) {
          var app = defined.spec().id().path();
          appIds.add(app);
          versionIds.add(AppVersionRow.id(app, defined.version()));
        } else if (fact instanceof Fact.AgentJoined joined) {
          agentIds.add(joined.spec().id().value());
        }
      }
    }
    instances.fetch(instanceIds);
    deployments.fetch(deploymentIds);
    apps.fetch(appIds);
    versions.fetch(versionIds);
    agents.fetch(agentIds);
  }

  /** Whatever follows is in this batch. */
  void begin(Batch batch) {
    at = batch.at();
    auditId = batch.seq() << AUDIT_BITS;
  }

  /** Of the batch under way, for facts without a time of their own. */
  Instant at() {
    return at;
  }

  /** An entry of the audit, to be filled in at once and given to {@link #add}. */
  AuditRow audit(String action, String subject, String project) {
    var row = AuditRow.of(auditId++);
    row.at = at;
    row.action = action;
    row.subject = subject;
    row.project = project;
    return row;
  }

  /** Entries are never changed: those of a batch that is projected again are there already. */
  void add(AuditRow row) {
    if (row.id > lastAudit) {
      entities.persist(row);
    }
  }

  /** Gives all changes to the database; needed before it changes rows by itself. */
  void write() {
    all.forEach(Rows::write);
    entities.flush();
  }

  /** The database has changed rows by itself: all are read again when they are needed. */
  void forget() {
    entities.clear();
    all.forEach(Rows::forget);
  }
}
