package dev.ekiden.api.agentlink;

import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.Ability;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.UnallocatedPorts;
import dev.ekiden.core.wire.EndCause;
import dev.ekiden.core.wire.Held;
import dev.ekiden.core.wire.Machine;
import dev.ekiden.core.wire.Report;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What each report means for the scheduler. */
final class ReportEvents {
  private ReportEvents() {}

  static Function<Instant, Event> of(Report.Progress report) {
    var id = new InstanceId(report.instance());
    var milestone = report.step() == Report.Step.FETCHING ? Milestone.PLACED : Milestone.UNPACKED;
    return at -> new Event.InstanceStepped(at, id, milestone);
  }

  static Function<Instant, Event> of(Report.Running report) {
    var id = new InstanceId(report.instance());
    return at -> new Event.InstanceStarted(at, id, report.pid(), report.address());
  }

  static Function<Instant, Event> of(Report.Health report) {
    var id = new InstanceId(report.instance());
    return at -> new Event.InstanceChecked(at, id, report.healthy(), report.cause());
  }

  static Function<Instant, Event> of(Report.Ready report) {
    var id = new InstanceId(report.instance());
    return at -> new Event.InstanceReadied(at, id);
  }

  static Function<Instant, Event> of(Report.UnallocatedPorts report) {
    var id = new InstanceId(report.instance());
    var ports = UnallocatedPorts.of(report.ports(), report.more());
    return at -> new Event.InstanceListened(at, id, ports);
  }

  static Function<Instant, Event> of(Report.Resized report) {
    var id = new InstanceId(report.instance());
    var limits = report.limits();
    return at ->
        new Event.InstanceResized(at, id, limits.cpuMillis(), limits.memMib(), report.refusal());
  }

  static Function<Instant, Event> of(Report.Ended report) {
    var id = new InstanceId(report.instance());
    var cause = cause(report.cause());
    return at ->
        new Event.InstanceDied(
            at, id, new End(cause, report.exitCode(), report.detail(), report.lastLines(), at));
  }

  private static End.Cause cause(EndCause cause) {
    return switch (cause) {
      case EXITED -> End.Cause.EXITED;
      case SIGNALED -> End.Cause.SIGNALED;
      case OUT_OF_MEMORY -> End.Cause.OUT_OF_MEMORY;
      case KILLED -> End.Cause.KILLED;
      case START_FAILED -> End.Cause.START_FAILED;
      case MACHINE_RESTARTED -> End.Cause.MACHINE_RESTARTED;
      case UNKNOWN -> End.Cause.LOST;
    };
  }

  static List<Event.Held> held(Report.Hello hello) {
    return hello.instances().stream()
        .map(
            held ->
                new Event.Held(
                    new InstanceId(held.instance()), held.doing() != Held.Doing.STARTING))
        .toList();
  }

  static AgentSpec spec(Report.Hello hello) {
    var known = Stream.of(Ability.values()).map(Ability::word).toList();
    return spec(hello.machine())
        .withAbilities(hello.speaks().stream().filter(known::contains).toList());
  }

  private static AgentSpec spec(Machine machine) {
    return new AgentSpec(
        new AgentId(machine.agent()),
        machine.host(),
        machine.version(),
        new Resources(machine.cpuMillis(), machine.memMib(), machine.diskMib()),
        machine.firstPort(),
        machine.lastPort(),
        machine.attributes());
  }
}
