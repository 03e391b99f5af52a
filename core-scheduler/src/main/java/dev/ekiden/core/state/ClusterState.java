package dev.ekiden.core.state;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Quota;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is true now. Moved by {@link #apply} only; one thread at a time. Everything it hands out
 * is in a fixed order.
 */
public final class ClusterState {
  final SortedMap<AppId, App> apps = new TreeMap<>();
  final SortedMap<AgentId, Agent> agents = new TreeMap<>();
  final SortedMap<ProjectId, Quota> quotas = new TreeMap<>();
  final Instances instances = new Instances();
  final Deployments deployments = new Deployments();
  private long applied;

  /** Makes a fact true. A fact about something unknown changes nothing. */
  public void apply(Fact fact) {
    applied++;
    Applier.apply(this, fact);
  }

  /** How many facts have been applied: a number that never repeats, from which new ids are made. */
  public long applied() {
    return applied;
  }

  public Collection<App> apps() {
    return Collections.unmodifiableCollection(apps.values());
  }

  public Optional<App> app(AppId id) {
    return Optional.ofNullable(apps.get(id));
  }

  public Collection<Agent> agents() {
    return Collections.unmodifiableCollection(agents.values());
  }

  public Optional<Agent> agent(AgentId id) {
    return Optional.ofNullable(agents.get(id));
  }

  /** Projects whose quota has been set. */
  public SortedMap<ProjectId, Quota> quotas() {
    return Collections.unmodifiableSortedMap(quotas);
  }

  /** Limits of a project; none unless set. */
  public Quota quota(ProjectId project) {
    return quotas.getOrDefault(project, Quota.NONE);
  }

  public Optional<Instance> instance(InstanceId id) {
    return instances.find(id);
  }

  /** Live instances of an app, whether or not it is still wanted, in id order. */
  public List<Instance> instancesOf(AppId app) {
    return instances.of(app);
  }

  public List<Instance> instancesOn(AgentId agent) {
    return instances.on(agent);
  }

  /** All live instances in id order. */
  public Collection<Instance> instances() {
    return instances.all();
  }

  /** The latest ended instances of an app, newest first, at most {@link Instances#KEPT}. */
  public List<EndedInstance> endedOf(AppId app) {
    return instances.endedOf(app);
  }

  /** Whether the host port belongs to a live instance on that agent. */
  public boolean portTaken(AgentId agent, int port) {
    return instances.portTaken(agent, port);
  }

  public int portsTaken(AgentId agent) {
    return instances.portsTaken(agent);
  }

  /** Those between the two, both inclusive: an agent may have changed its range. */
  public int portsTaken(AgentId agent, int first, int last) {
    return instances.portsTaken(agent, first, last);
  }

  /** Running ones and the latest finished ones, oldest first. */
  public Collection<Deployment> deployments() {
    return deployments.all();
  }

  public Optional<Deployment> deployment(DeploymentId id) {
    return deployments.find(id);
  }

  /** The deployment that is changing this app. */
  public Optional<Deployment> deploymentOf(AppId app) {
    return deployments.runningOf(app);
  }
}
