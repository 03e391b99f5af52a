package dev.ekiden.core.decide;

import dev.ekiden.core.model.End;
import dev.ekiden.core.model.UnreachableSpec;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.Brake;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes of instances by themselves: given up, told again to end, replaced. */
final class Supervision {
  private Supervision() {}

  static List<Fact> look(ClusterState state, App app, Instant at, Rules rules) {
    var facts = new ArrayList<Fact>();
    for (var instance : state.walk(app.id(), true)) {
      if (instance.condition() == Instance.Condition.UNREACHABLE
          && state.brake() instanceof Brake.Off
          && app.spec().unreachable() instanceof UnreachableSpec.Replace) {
        var sentence = instance.agent().value() + " fell silent, so this instance was given up";
        var end = new End(End.Cause.LOST, -1, sentence, List.of(), at);
        facts.add(new Fact.InstanceEnded(instance.id(), end));
      }
    }
    return facts;
  }

  static Optional<Instant> nextLook(ClusterState state, App app, Instant at, Rules rules) {
    return Optional.empty();
  }
}
