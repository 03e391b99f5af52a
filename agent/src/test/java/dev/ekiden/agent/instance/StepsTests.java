package dev.ekiden.agent.instance;

import static dev.ekiden.agent.instance.Step.ADOPT;
import static dev.ekiden.agent.instance.Step.CLEAN_UP;
import static dev.ekiden.agent.instance.Step.CONCLUDE;
import static dev.ekiden.agent.instance.Step.KILL;
import static dev.ekiden.agent.instance.Step.PREPARE;
import static dev.ekiden.agent.instance.Step.START;
import static dev.ekiden.agent.instance.Step.TERMINATE;
import static dev.ekiden.agent.instance.Step.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepsTests {
  private static final List<Seen> SEEN =
      List.of(
          new Seen.Nothing(),
          new Seen.Rebooted(),
          new Seen.Created(),
          new Seen.Alive(false),
          new Seen.Alive(true),
          new Seen.Exited(7));

  /**
   * Rows: stage and what is wanted. Columns: nothing, rebooted, created, alive, signalled, exited.
   */
  private static final Map<Stage, Map<Wanted, List<Step>>> TABLE =
      Map.of(
          Stage.ACCEPTED,
          Map.of(
              Wanted.RUN, List.of(PREPARE, PREPARE, KILL, KILL, KILL, CONCLUDE),
              Wanted.END, List.of(CONCLUDE, CONCLUDE, KILL, KILL, KILL, CONCLUDE),
              Wanted.END_NOW, List.of(CONCLUDE, CONCLUDE, KILL, KILL, KILL, CONCLUDE)),
          Stage.STARTING,
          Map.of(
              Wanted.RUN, List.of(CONCLUDE, CONCLUDE, START, ADOPT, ADOPT, CONCLUDE),
              Wanted.END, List.of(CONCLUDE, CONCLUDE, KILL, ADOPT, ADOPT, CONCLUDE),
              Wanted.END_NOW, List.of(CONCLUDE, CONCLUDE, KILL, ADOPT, ADOPT, CONCLUDE)),
          Stage.RUNNING,
          Map.of(
              Wanted.RUN, List.of(CONCLUDE, CONCLUDE, KILL, WAIT, WAIT, CONCLUDE),
              Wanted.END, List.of(CONCLUDE, CONCLUDE, KILL, TERMINATE, WAIT, CONCLUDE),
              Wanted.END_NOW, List.of(CONCLUDE, CONCLUDE, KILL, KILL, KILL, CONCLUDE)),
          Stage.ENDED,
          Map.of(
              Wanted.RUN, List.of(CLEAN_UP, CLEAN_UP, CLEAN_UP, CLEAN_UP, CLEAN_UP, CLEAN_UP),
              Wanted.END, List.of(CLEAN_UP, CLEAN_UP, CLEAN_UP, CLEAN_UP, CLEAN_UP, CLEAN_UP),
              Wanted.END_NOW, List.of(CLEAN_UP, CLEAN_UP, CLEAN_UP, CLEAN_UP, CLEAN_UP, CLEAN_UP)));

  @Test
  void every_stage_wish_and_sight_has_its_step() {
    for (var stage : Stage.values()) {
      for (var wanted : Wanted.values()) {
        assertThat(SEEN.stream().map(seen -> Steps.next(stage, wanted, seen)))
            .as("%s, %s", stage, wanted)
            .isEqualTo(TABLE.get(stage).get(wanted));
      }
    }
  }
}
