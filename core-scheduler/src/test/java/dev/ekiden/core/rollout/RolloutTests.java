package dev.ekiden.core.rollout;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static dev.ekiden.core.state.StateBuilder.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.StateBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutTests {
  private static final String SERVING = "s";
  private static final String ENDING = "k";

  /** Letters: s serves, u has not come up yet, k is being killed. */
  @ParameterizedTest(name = "wanted {0} ({1}, {2}), old {3}, new {4}, headroom {5}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # wanted | min | over | old | new | headroom | starts | kills
          3 | 1    | 1    | ''   | ''   | 99 | 3 | ''
          3 | 1    | 1    | ''   | s    | 1  | 2 | ''
          3 | 1    | 1    | ''   | sk   | 99 | 2 | ''
          1 | 1    | 1    | ''   | su   | 99 | 0 | u
          1 | 1    | 1    | ''   | ssk  | 99 | 0 | s
          0 | 1    | 1    | ''   | s    | 99 | 0 | s
          3 | 1    | 1    | sss  | ''   | 99 | 3 | ''
          3 | 1    | 1    | sss  | s    | 99 | 2 | s
          3 | 1    | 0.5  | sss  | ''   | 99 | 1 | ''
          4 | 0.5  | 0    | ssss | ''   | 99 | 0 | ss
          4 | 0.5  | 0    | sskk | ''   | 99 | 0 | ''
          4 | 0.5  | 0    | ss   | ''   | 99 | 2 | ''
          4 | 0.5  | 0    | ss   | uu   | 99 | 0 | ''
          4 | 0.5  | 0    | ss   | ss   | 99 | 0 | ss
          # old ones that do not serve go whatever the minimum
          4 | 1    | 0    | uuuu | ''   | 99 | 0 | uuuu
          4 | 1    | 1    | ssuu | ''   | 99 | 4 | uu
          # the guard: minimum meets maximum
          3 | 1    | 0    | sss  | ''   | 99 | 1 | ''
          3 | 1    | 0    | sss  | u    | 99 | 0 | ''
          3 | 1    | 0    | sss  | s    | 99 | 0 | s
          3 | 1    | 0    | ss   | s    | 99 | 1 | ''
          3 | 1    | 0    | ss   | ''   | 99 | 1 | ''
          1 | 1    | 0    | s    | ''   | 99 | 1 | ''
          # no room in the quota: one old one makes room, and not before the last step is done
          3 | 1    | 1    | sss  | ''   | 0  | 3 | s
          3 | 1    | 1    | ssk  | ''   | 0  | 3 | ''
          3 | 1    | 1    | ss   | u    | 0  | 2 | ''
          3 | 1    | 1    | ss   | s    | 0  | 2 | s
          # a quota lowered by one and more: what cannot be started again does not go
          3 | 1    | 1    | sss  | ''   | -1 | 3 | ''
          3 | 0    | 0    | sss  | ''   | -1 | 1 | ''
          3 | 0    | 0    | sss  | ''   | 0  | 0 | sss
          3 | 0    | 0    | ssk  | ''   | -1 | 1 | ''
          3 | 1    | 1    | uuu  | ''   | -3 | 3 | ''
          2 | 1    | 1    | ssss | ''   | -2 | 0 | ss
          # extra ones first
          2 | 1    | 1    | sssss| ''   | 99 | 0 | sss
          # too many new ones only after the old ones
          2 | 1    | 1    | s    | sss  | 99 | 0 | s
          2 | 1    | 1    | k    | sss  | 99 | 0 | s
          0 | 1    | 1    | ss   | ''   | 99 | 0 | ss
          """)
  void the_next_step(
      int wanted,
      double minimum,
      double over,
      String old,
      String fresh,
      int headroom,
      int starts,
      String kills) {
    var spec = app("/shop/web").instances(wanted).upgrade(minimum, over).build();
    var state = StateBuilder.state().agents(agent("n1")).app(spec);
    add(state, spec, "old", old);
    state.app(spec, T0.plusSeconds(1));
    add(state, spec, "new", fresh);
    var app = state.build().app(spec.id()).orElseThrow();
    var step = Rollout.next(state.build(), app, new Aim.Replace(), one(headroom));
    assertThat(step.start()).as("starts").isEqualTo(starts);
    assertThat(String.join("", step.kill().stream().map(RolloutTests::letter).sorted().toList()))
        .as("kills")
        .isEqualTo(kills);
  }

  /** Room for so many, and for one more for each that ends. */
  private static Headroom one(int free) {
    return (_, instances, _) -> free + instances;
  }

  private static void add(StateBuilder state, AppSpec spec, String name, String letters) {
    for (int i = 0; i < letters.length(); i++) {
      var id = name + i;
      var letter = letters.substring(i, i + 1);
      state.instance(id, spec, "n1");
      if (letter.equals(SERVING) || letter.equals(ENDING)) {
        state.fact(new Fact.InstanceRunning(new InstanceId(id), i + 1, T0));
      }
      if (letter.equals(ENDING)) {
        state.fact(new Fact.InstanceKillDecided(new InstanceId(id), "", T0));
      }
    }
  }

  private static String letter(Instance instance) {
    return instance.serves() ? SERVING : instance.active() ? "u" : ENDING;
  }
}
