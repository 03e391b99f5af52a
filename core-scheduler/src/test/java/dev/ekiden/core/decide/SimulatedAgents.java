package dev.ekiden.core.decide;

import dev.ekiden.core.model.AgentBuilder;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Agents that do what they are told, some time later: they answer placements with steps, a start
 * and health, and kills with an end. What they say waits in a queue each; the network hands it over
 * in any order, some of it twice, and nothing while the agent is away. Nothing is lost for ever.
 */
final class SimulatedAgents {
  private static final double OUT_OF_ORDER = 0.2;
  private static final double TWICE = 0.1;

  private final SortedMap<AgentId, AgentSpec> specs = new TreeMap<>();
  private final SortedMap<AgentId, List<Function<Instant, Event>>> queues = new TreeMap<>();
  private final SortedMap<AgentId, Boolean> away = new TreeMap<>();
  private long pids = 1000;

  SimulatedAgents(int count, SplittableRandom random) {
    for (int i = 0; i < count; i++) {
      var spec =
          AgentBuilder.agent("n" + (10 + i))
              .capacity(1000 + 500L * random.nextInt(4), 1024 + 512L * random.nextInt(4), 2048)
              .ports(31_000, 31_000 + random.nextInt(3, 12))
              .with("rack", "r" + i % 5);
      if (i % 3 != 0) {
        spec.with("zone", "z" + i % 2);
      }
      var built = spec.build();
      specs.put(built.id(), built);
      queues.put(built.id(), new ArrayList<>());
    }
  }

  List<AgentSpec> all() {
    return List.copyOf(specs.values());
  }

  boolean isAway(AgentId agent) {
    return away.containsKey(agent);
  }

  void leave(AgentId agent) {
    away.put(agent, true);
  }

  void comeBack(AgentId agent) {
    away.remove(agent);
  }

  /** Orders follow from facts, as the shell sends them. */
  void hear(ClusterState state, List<Fact> facts) {
    for (var fact : facts) {
      if (fact instanceof Fact.InstancePlaced placed) {
        start(placed);
      } else if (fact instanceof Fact.InstanceKillDecided kill) {
        state.instance(kill.id()).ifPresent(instance -> end(instance, End.Cause.KILLED));
      }
    }
  }

  private void start(Fact.InstancePlaced placed) {
    var queue = queues.get(placed.agent());
    var id = placed.id();
    long pid = pids++;
    queue.add(at -> new Event.InstanceStepped(at, id, Milestone.UNPACKED));
    queue.add(at -> new Event.InstanceStarted(at, id, pid));
    queue.add(at -> new Event.InstanceChecked(at, id, true, "answered 200"));
  }

  void end(Instance instance, End.Cause cause) {
    InstanceId id = instance.id();
    queues
        .get(instance.agent())
        .add(at -> new Event.InstanceDied(at, id, new End(cause, 1, "it ended", List.of(), at)));
  }

  void check(Instance instance, boolean healthy) {
    InstanceId id = instance.id();
    var cause = healthy ? "answered 200" : "answered 503";
    queues.get(instance.agent()).add(at -> new Event.InstanceChecked(at, id, healthy, cause));
  }

  /** Something that some agent said, as the network pleases. */
  Optional<Function<Instant, Event>> deliver(SplittableRandom random) {
    var talking = talking();
    if (talking.isEmpty()) {
      return Optional.empty();
    }
    var queue = talking.get(random.nextInt(talking.size()));
    int index = random.nextDouble() < OUT_OF_ORDER ? random.nextInt(queue.size()) : 0;
    return Optional.of(random.nextDouble() < TWICE ? queue.get(index) : queue.remove(index));
  }

  /** The next thing in order, once faults have stopped. */
  Optional<Function<Instant, Event>> deliverInOrder() {
    return talking().stream().findFirst().map(List::removeFirst);
  }

  private List<List<Function<Instant, Event>>> talking() {
    return queues.entrySet().stream()
        .filter(entry -> !isAway(entry.getKey()) && !entry.getValue().isEmpty())
        .map(Map.Entry::getValue)
        .toList();
  }
}
