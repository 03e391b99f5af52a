package dev.ekiden.core.rollout;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static dev.ekiden.core.state.StateBuilder.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.Funnel;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.KillSelection;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.StateBuilder;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
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

  /**
   * Letters: s and u as above, S and U the same but to be replaced. No versions differ.
   *
   * <p>One after the other in place of those to be replaced, as HealingSpec says.
   */
  @ParameterizedTest(name = "wanted {0}, at least {1}, start first {2}, {3} at once, {4}, room {5}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # wanted | min | startFirst | atOnce | instances | room | starts | kills
          3 | 1   | true  | 1 | sss    | true  | 0 | ''
          3 | 1   | true  | 1 | ssU    | true  | 1 | ''
          3 | 1   | true  | 1 | ssUu   | true  | 0 | ''
          3 | 1   | true  | 1 | ssUs   | true  | 0 | U
          5 | 1   | true  | 2 | ssUUU  | true  | 2 | ''
          5 | 1   | true  | 2 | ssUUUs | true  | 0 | U
          3 | 1   | true  | 1 | ssS    | true  | 1 | ''
          3 | 1   | true  | 1 | ssSs   | true  | 0 | S
          3 | 1   | true  | 1 | sUSs   | true  | 0 | U
          # nothing is missed twice: what has died is started beside the replacement
          3 | 1   | true  | 1 | sU     | true  | 2 | ''
          # kill first, so many at once
          3 | 1   | false | 1 | ssU    | true  | 0 | U
          3 | 1   | false | 1 | sUU    | true  | 0 | U
          3 | 1   | false | 2 | sUU    | true  | 0 | UU
          3 | 1   | false | 1 | sU     | true  | 1 | ''
          3 | 1   | false | 1 | sUu    | true  | 0 | ''
          # who serves is not killed first below the minimum
          3 | 1   | false | 1 | ssS    | true  | 1 | ''
          3 | 0.6 | false | 1 | ssS    | true  | 0 | S
          3 | 0.6 | false | 2 | sSS    | true  | 0 | S
          # without room likewise
          3 | 1   | true  | 1 | ssU    | false | 0 | U
          3 | 1   | true  | 1 | sU     | false | 2 | ''
          3 | 1   | true  | 1 | ssS    | false | 1 | ''
          3 | 0.5 | true  | 1 | ssS    | false | 0 | S
          # scaled down at the same time
          1 | 1   | true  | 1 | ssU    | true  | 0 | s
          0 | 1   | true  | 1 | U      | true  | 0 | U
          """)
  void the_next_replacement(
      int wanted,
      double minimum,
      boolean startFirst,
      int atOnce,
      String letters,
      boolean room,
      int starts,
      String kills) {
    var spec =
        app("/shop/web").instances(wanted).upgrade(minimum, 1).healing(startFirst, atOnce).build();
    var state = StateBuilder.state().agents(agent("n1")).app(spec);
    add(state, spec, "i", letters);
    if (!room) {
      state.fact(new Fact.AppWaits(spec.id(), T0, 1, List.of(), Funnel.NONE));
    }
    var app = state.build().app(spec.id()).orElseThrow();
    var step = Rollout.next(state.build(), app, new Aim.Keep(), one(99));
    assertThat(step.start()).as("starts").isEqualTo(starts);
    assertThat(String.join("", step.kill().stream().map(RolloutTests::letter).sorted().toList()))
        .as("kills")
        .isEqualTo(kills);
  }

  /** What is wanted of an app whose first instances decide about the others. */
  @ParameterizedTest(name = "{0} of {1}: old {2}, new {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # first | wanted | old | new | starts | of the version | kills
          1 | 3 | sss | ''  | 1 | new | ''
          1 | 3 | sss | u   | 0 | old | ''
          1 | 3 | sss | s   | 0 | new | s
          1 | 3 | ss  | s   | 0 | old | ''
          1 | 3 | ssk | s   | 0 | old | ''
          2 | 5 | sssss | uu | 0 | old | ''
          2 | 5 | sssss | su | 0 | new | s
          # what dies of the old share is of the old version
          1 | 3 | s   | s   | 1 | old | ''
          1 | 3 | s   | ''  | 1 | old | ''
          # what dies of the new share is of the new one
          1 | 3 | ss  | ''  | 1 | new | ''
          # to be replaced: in the version of the old share
          1 | 3 | sU  | s   | 1 | old | ''
          1 | 3 | sUs | s   | 0 | old | U
          # and those that still end count to the maximum
          1 | 3 | sUkkk  | s | 1 | old | ''
          1 | 3 | sUkkkk | s | 0 | old | ''
          """)
  void the_next_step_of_a_canary(
      int first, int wanted, String old, String fresh, int starts, String version, String kills) {
    var spec = app("/shop/web").instances(wanted).healing(true, 1).build();
    var state = StateBuilder.state().agents(agent("n1")).app(spec);
    add(state, spec, "old", old);
    state.app(spec, T0.plusSeconds(1));
    add(state, spec, "new", fresh);
    var app = state.build().app(spec.id()).orElseThrow();
    var step = Rollout.next(state.build(), app, new Aim.Canary(first, wanted, T0), one(99));
    assertThat(step.start()).as("starts").isEqualTo(starts);
    if (starts > 0) {
      assertThat(step.version()).isEqualTo(version.equals("old") ? T0 : T0.plusSeconds(1));
    }
    assertThat(String.join("", step.kill().stream().map(RolloutTests::letter).sorted().toList()))
        .as("kills")
        .isEqualTo(kills);
    assertThat(step.kill()).allMatch(victim -> victim.configVersion().equals(T0));
  }

  @ParameterizedTest(name = "at least {0}, {1} live: {2} start")
  @CsvSource({"3, sss, 0", "3, ss, 1", "3, '', 3", "3, sssss, 0", "2, s, 1"})
  void what_is_held_is_kept_and_never_shed(int least, String live, int starts) {
    var spec = app("/shop/web").instances(1).build();
    var state = StateBuilder.state().agents(agent("n1")).app(spec);
    add(state, spec, "old", live);
    state.app(spec, T0.plusSeconds(1));
    var app = state.build().app(spec.id()).orElseThrow();
    var step = Rollout.next(state.build(), app, new Aim.Hold(least, T0), one(99));
    assertThat(step.kill()).isEmpty();
    assertThat(step.start()).isEqualTo(starts);
    assertThat(step.version()).isEqualTo(T0);
  }

  @Test
  void what_is_to_be_replaced_does_not_go_for_nothing_while_its_deployment_is_held() {
    var spec = app("/shop/web").instances(3).build();
    var state = StateBuilder.state().agents(agent("n1")).app(spec);
    add(state, spec, "old", "sU");
    var app = state.build().app(spec.id()).orElseThrow();
    var step = Rollout.next(state.build(), app, new Aim.Hold(0, T0), one(99));
    assertThat(step.kill()).isEmpty();
    assertThat(step.start()).isEqualTo(1);
  }

  @Test
  void what_is_held_goes_by_the_minimum_of_what_is_wanted() {
    var spec = app("/shop/web").instances(7).upgrade(0.5, 1).healing(false, 1).build();
    var state = StateBuilder.state().agents(agent("n1")).app(spec);
    add(state, spec, "old", "ssS");
    var app = state.build().app(spec.id()).orElseThrow();
    var step = Rollout.next(state.build(), app, new Aim.Hold(0, T0), one(99));
    assertThat(step.kill()).isEmpty();
    assertThat(step.start()).isEqualTo(1);
  }

  @Test
  void where_the_quota_lets_one_more_start_the_maximum_does_not() {
    var spec = app("/shop/web").instances(3).upgrade(0, 0).build();
    var state = StateBuilder.state().agents(agent("n1")).app(spec);
    add(state, spec, "old", "sk");
    state.app(spec, T0.plusSeconds(1));
    add(state, spec, "new", "u");
    var app = state.build().app(spec.id()).orElseThrow();
    var step = Rollout.next(state.build(), app, new Aim.Replace(), new Left(1, 0));
    assertThat(step.kill()).isEmpty();
    assertThat(step.start()).isZero();
  }

  @ParameterizedTest(name = "minimum {0}: {1}")
  @CsvSource({"1, ''", "0.9, s"})
  void one_old_one_makes_room_where_none_is_left_if_the_app_does_not_insist_on_all(
      double minimum, String kills) {
    var spec = app("/shop/web").instances(3).upgrade(minimum, 0).build();
    var state = StateBuilder.state().agents(agent("n1")).app(spec);
    add(state, spec, "old", "sss");
    state.app(spec, T0.plusSeconds(1));
    state.fact(new Fact.AppWaits(spec.id(), T0, 1, List.of(), Funnel.NONE));
    var app = state.build().app(spec.id()).orElseThrow();
    var step = Rollout.next(state.build(), app, new Aim.Replace(), one(99));
    assertThat(String.join("", step.kill().stream().map(RolloutTests::letter).toList()))
        .isEqualTo(kills);
    assertThat(step.start()).isEqualTo(1);
    // One is gone for it, and no more go while that has not helped.
    step.kill().forEach(it -> state.fact(new Fact.InstanceEnded(it.id(), end())));
    var again = Rollout.next(state.build(), app, new Aim.Replace(), one(99));
    assertThat(again.kill()).isEmpty();
  }

  private static End end() {
    return new End(End.Cause.KILLED, 0, "", List.of(), T0);
  }

  /** Racks by letter, each instance with its number in the order of its start; q does not serve. */
  @ParameterizedTest(name = "{0} to {1}, {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # racks | wanted | which go first | who goes
          aaab   | 2 | YOUNGEST_FIRST | 2 1
          aaab   | 2 | OLDEST_FIRST   | 0 1
          aabb   | 3 | YOUNGEST_FIRST | 3
          aabb   | 3 | OLDEST_FIRST   | 0
          aabbcc | 3 | OLDEST_FIRST   | 0 2 4
          abbb   | 3 | OLDEST_FIRST   | 1
          abbb   | 1 | OLDEST_FIRST   | 1 2 0
          # who does not serve goes first where the minimum asks for all others
          aabB   | 3 | OLDEST_FIRST   | 3
          Abbb   | 3 | OLDEST_FIRST   | 0
          # and where there is one to spare not before fuller groups
          Abbb   | 2 | OLDEST_FIRST   | 1 0
          """)
  void groups_stay_even(String racks, int wanted, KillSelection selection, String gone) {
    var builder =
        app("/shop/web")
            .instances(wanted)
            .killSelection(selection)
            .constraint("rack", Constraint.Operator.GROUP_BY, "");
    var spec = builder.build();
    var state =
        StateBuilder.state()
            .agents(
                agent("a").with("rack", "a"),
                agent("b").with("rack", "b"),
                agent("c").with("rack", "c"))
            .app(spec);
    for (int i = 0; i < racks.length(); i++) {
      var rack = racks.substring(i, i + 1).toLowerCase(Locale.ROOT);
      var id = new InstanceId("" + i);
      state.fact(
          new Fact.InstancePlaced(
              id, spec.id(), T0, new AgentId(rack), List.of(), T0.plusSeconds(i)));
      if (rack.equals(racks.substring(i, i + 1))) {
        state.fact(new Fact.InstanceRunning(id, i + 1, T0));
      }
    }
    var app = state.build().app(spec.id()).orElseThrow();
    var step = Rollout.next(state.build(), app, new Aim.Keep(), one(99));
    assertThat(String.join(" ", step.kill().stream().map(it -> it.id().value()).toList()))
        .isEqualTo(gone);
  }

  /** Room for so many, and for one more for each that ends. */
  private static Headroom one(int free) {
    return new Left(free, 1);
  }

  /** Whether sizes may grow is another test's matter. */
  private record Left(int free, int each) implements Headroom {
    @Override
    public int after(Resources freed, int instances, int ports) {
      return free + each * instances;
    }

    @Override
    public boolean grows(Resources more) {
      return true;
    }
  }

  private static void add(StateBuilder state, AppSpec spec, String name, String letters) {
    for (int i = 0; i < letters.length(); i++) {
      var id = name + i;
      var letter = letters.substring(i, i + 1);
      state.instance(id, spec, "n1");
      if (letter.equals(SERVING) || letter.equals(ENDING) || letter.equals("S")) {
        state.fact(new Fact.InstanceRunning(new InstanceId(id), i + 1, T0));
      }
      if (letter.equals("S") || letter.equals("U")) {
        state.fact(new Fact.InstanceReplaceDecided(new InstanceId(id), "", T0));
      }
      if (letter.equals(ENDING)) {
        state.fact(new Fact.InstanceKillDecided(new InstanceId(id), "", T0));
      }
    }
  }

  private static String letter(Instance instance) {
    var letter = instance.serves() ? SERVING : instance.active() ? "u" : ENDING;
    return instance.goal() == Instance.Goal.REPLACE ? letter.toUpperCase(Locale.ROOT) : letter;
  }
}
