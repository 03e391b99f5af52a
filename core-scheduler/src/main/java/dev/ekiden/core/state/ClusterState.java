package dev.ekiden.core.state;

import dev.ekiden.core.foreign.ForeignBook;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.Workload;
import dev.ekiden.core.pool.Pool;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that is true now. Moved by {@link #apply} only; one thread at a time. Everything it hands out
 * is in a fixed order.
 */
public final class ClusterState {
  final SortedMap<AppId, App> apps = new TreeMap<>();
  final SortedMap<GroupId, Quota> quotas = new TreeMap<>();
  final Agents agents = new Agents();
  final Instances instances = new Instances();
  final Deployments deployments = new Deployments();
  final Use use = new Use();
  final Holds holds = new Holds();
  final Resizes resizes = new Resizes();
  final Bands bands = new Bands();
  final TreeSet<AppId> perAgent = new TreeSet<>();
  final ServicePortUse servicePorts = new ServicePortUse();
  ForeignBook foreign = new ForeignBook();
  Brake brake = new Brake.Off();
  long applied;

  /** Makes a fact true. A fact about something unknown changes nothing. */
  public void apply(Fact fact) {
    apply(fact, Watcher.NOBODY);
  }

  /** As {@link #apply(Fact)}, telling somebody what was touched. */
  public void apply(Fact fact, Watcher watcher) {
    applied++;
    Applier.apply(this, fact, watcher);
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

  /** In id order; made on demand, so not for every look. */
  public List<Agent> agents() {
    return agents.all();
  }

  public Optional<Agent> agent(AgentId id) {
    return agents.find(id);
  }

  /** How many agents are silent. */
  public int silentAgents() {
    return agents.silent();
  }

  /** How many agents are known. */
  public int agentCount() {
    return agents.count();
  }

  /** Agents that are to be emptied and are not empty yet. */
  public List<Agent> drainingAgents() {
    return agents.draining();
  }

  /** Room of all agents, indexed; only to be looked at. */
  public Pool pool() {
    return agents.pool;
  }

  /** Foreign frameworks and what is theirs; only to be looked at. */
  public ForeignBook foreign() {
    return foreign;
  }

  public Brake brake() {
    return brake;
  }

  /** Groups whose quota has been set. */
  public SortedMap<GroupId, Quota> quotas() {
    return Collections.unmodifiableSortedMap(quotas);
  }

  /** Limits of a group itself, without those of the groups around it; none unless set. */
  public Quota quota(GroupId group) {
    return quotas.getOrDefault(group, Quota.NONE);
  }

  /** Limits of a project; none unless set. */
  public Quota quota(ProjectId project) {
    return quota(GroupId.of(project));
  }

  /** Sums over a group and all groups in it. */
  public GroupUse use(GroupId group) {
    return use.of(group);
  }

  public Optional<Instance> instance(InstanceId id) {
    return instances.find(id);
  }

  /** Live instances of an app, whether or not it is still wanted, oldest first. */
  public List<Instance> instancesOf(AppId app) {
    return instances.of(app);
  }

  /** How many these are, without looking at them. */
  public int countOf(AppId app) {
    return instances.countOf(app);
  }

  /** How many these are, without those that were given up: nobody waits for them. */
  public int awaitedOf(AppId app) {
    return instances.awaitedOf(app);
  }

  /** As {@link #instancesOf} without copying: no fact may be applied before the walk is over. */
  public Iterable<Instance> walk(AppId app, boolean oldestFirst) {
    return instances.walk(app, oldestFirst);
  }

  /**
   * Live instances of an app in this condition, which is not RUNNING: those that are to end, then
   * the others, each of them those longest in it first. As {@link #walk} without copying.
   */
  public Iterable<Instance> pending(AppId app, Instance.Condition condition) {
    return instances.pending(app, condition);
  }

  /** How many of the app's instances run and wait for other limits. */
  public int resizingOf(AppId app) {
    return resizes.running(app);
  }

  /**
   * Instances of an app that are to have other limits, those asked for the longest time ago first;
   * some may not run at the moment. As {@link #walk} without copying.
   */
  public Iterable<Instance> toResize(AppId app) {
    return resizes.of(app);
  }

  /** Apps that have live instances, whether or not they are still wanted, in id order. */
  public List<AppId> crews() {
    return instances.apps();
  }

  /** How many instances of this version of an app are in which state. */
  public Tally tally(AppId app, Instant configVersion) {
    return instances.tally(app, configVersion);
  }

  /** Versions of the app that have live instances, oldest first. */
  public List<Instant> liveVersions(AppId app) {
    return instances.versions(app);
  }

  /** In id order. */
  public List<Instance> instancesOn(AgentId agent) {
    return instances.on(agents.pool.slotOf(agent));
  }

  /**
   * Those on the agent in a slot, in no order that means anything, without copying: no fact may be
   * applied before the walk is over.
   */
  public Iterable<Instance> walkOn(int slot) {
    return instances.walkOn(slot);
  }

  /** How many live instances belong to apps below a band. */
  public int countBelow(Priority band) {
    return bands.below(band);
  }

  /** Apps that run once on each agent. */
  public Collection<AppId> perAgentApps() {
    return Collections.unmodifiableSet(perAgent);
  }

  /** All live instances by app in id order, oldest first. */
  public List<Instance> instances() {
    return instances.all();
  }

  public int instanceCount() {
    return instances.size();
  }

  /** The latest ended instances of an app, newest first, at most {@link Instances#KEPT}. */
  public List<EndedInstance> endedOf(AppId app) {
    return instances.endedOf(app);
  }

  /** Whether the host port belongs to a live instance on that agent. */
  public boolean portTaken(AgentId agent, int port) {
    int slot = agents.pool.slotOf(agent);
    return slot >= 0 && agents.pool.portTaken(slot, port);
  }

  public int portsTaken(AgentId agent) {
    int slot = agents.pool.slotOf(agent);
    return slot < 0 ? 0 : agents.pool.portsTaken(slot);
  }

  /** Room kept for an app, by agent. */
  public List<Hold> holdsOf(AppId app) {
    return holds.of(app);
  }

  /** Room kept on an agent, by app. */
  public List<Hold> holdsOn(AgentId agent) {
    return holds.on(agent);
  }

  /** All room that is kept, by app and agent. */
  public Collection<Hold> holds() {
    return holds.all();
  }

  /** Whether an app has this service port. */
  public boolean servicePortTaken(int port, AppId exceptOf) {
    return servicePorts.taken(port, exceptOf);
  }

  /** The lowest service port, not below {@code from}, that no app has. */
  public int freeServicePort(int from) {
    return servicePorts.free(from);
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

  /** How many deployments are not over. */
  public int runningDeployments() {
    return deployments.running();
  }

  /** Notes what follows from a definition, or {@code sign} -1: that it is gone. */
  void index(AppSpec spec, int sign) {
    use.wants(spec, sign);
    bands.add(spec.policy().priority(), sign * instances.countOf(spec.id()));
    if (spec.policy().workload() instanceof Workload.PerAgent) {
      if (sign > 0) {
        perAgent.add(spec.id());
      } else {
        perAgent.remove(spec.id());
      }
    }
  }

  /** Puts an instance in the place of what it was before. */
  void replace(Instance before, Instance next) {
    instances.replace(next);
    resizes.remove(before);
    resizes.add(next);
    boolean resized = !before.resources().equals(next.resources());
    if (resized) {
      int slot = instances.slot(next.id());
      agents.pool.take(slot, next.resources(), List.of());
      agents.pool.give(slot, before.resources(), List.of());
    }
    if (resized || before.charged() != next.charged()) {
      charge(next, 1);
      charge(before, -1);
    }
  }

  /** Counts it to the quotas of its groups, if it counts there. */
  void charge(Instance instance, int sign) {
    if (instance.charged()) {
      use.has(instance, sign);
    }
  }

  /** Notes what follows from a live instance, or {@code sign} -1: that it is over. */
  void index(Instance instance, int slot, int sign) {
    if (sign > 0) {
      agents.pool.take(slot, instance.resources(), instance.ports());
    } else {
      agents.pool.give(slot, instance.resources(), instance.ports());
      resizes.remove(instance);
    }
    charge(instance, sign);
    var app = apps.get(instance.app());
    if (app != null) {
      bands.add(app.spec().policy().priority(), sign);
    }
  }
}
