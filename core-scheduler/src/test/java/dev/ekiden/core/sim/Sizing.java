package dev.ekiden.core.sim;

import static dev.ekiden.core.sim.Violation.unless;

import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.Fact;

/** The rules on instances that get another size as they run. */
final class Sizing {
  private final Shadow shadow;
  private final Laws laws;

  Sizing(Shadow shadow, Laws laws) {
    this.shadow = shadow;
    this.laws = laws;
  }

  /** Before the fact is true. */
  void check(Fact.InstanceResizeAsked fact) {
    var one = shadow.live.get(fact.id());
    var machine = shadow.machines.get(one.fact.agent());
    unless(!one.asked, Law.KNOWN, "%s: its agent has not answered the order before", fact);
    unless(
        one.serves() && !machine.silent && !machine.draining,
        Law.AGENT_OPEN,
        "%s though %s",
        fact,
        one);
    long cpu = Math.max(0, fact.resources().cpuMillis() - one.reserved.cpuMillis());
    long mem = Math.max(0, fact.resources().memMib() - one.reserved.memMib());
    var more = new Resources(cpu, mem, 0);
    var taken =
        shadow.holds.stream()
            .filter(hold -> hold.agent().equals(one.fact.agent()))
            .map(hold -> hold.resources())
            .reduce(machine.sum(), Resources::plus);
    unless(
        Placing.fits(machine.spec.capacity(), taken, more),
        Law.ROOM,
        "%s: %s more than %s of %s",
        fact,
        more,
        taken,
        machine.spec.capacity());
    for (var group : one.fact.app().groups()) {
      var limits = Placing.limits(shadow.quota(group));
      var used = shadow.used(group);
      boolean fits =
          (cpu == 0 || used[0] + cpu <= limits[0]) && (mem == 0 || used[1] + mem <= limits[1]);
      unless(fits, Law.QUOTA, "%s lifts %s above %s", fact, group, shadow.quota(group));
    }
  }

  /** Before the fact is true: what is free from now on must not be in use. */
  void checkFreed(InstanceId id, Resources left) {
    var agent = laws.truth().get(id.value());
    if (agent != null) {
      checkReserved(id, agent.held.get(id.value()).limits(), left);
    }
  }

  /** An agent gives what runs other limits. */
  void resized(SimAgent agent, Copy copy) {
    var one = shadow.live.get(new InstanceId(copy.instance));
    if (one != null && one.fact.agent().equals(agent.id)) {
      checkReserved(one.fact.id(), copy.limits(), one.reserved);
    }
  }

  private static void checkReserved(InstanceId id, Resources limits, Resources reserved) {
    unless(
        reserved.cpuMillis() >= limits.cpuMillis() && reserved.memMib() >= limits.memMib(),
        Law.SIZE,
        "%s may use %s of %s",
        id,
        limits,
        reserved);
  }

  /** When nothing is under way, everything has the size of its version. */
  void checkTruth(Shadow.Live one, SimAgent agent) {
    var limits = agent.held.get(one.fact.id().value()).limits();
    unless(
        limits.equals(one.spec.resources()) && limits.equals(one.reserved),
        Law.TRUTH,
        "%s has %s, reserved are %s, its version says %s",
        one,
        limits,
        one.reserved,
        one.spec.resources());
  }
}
