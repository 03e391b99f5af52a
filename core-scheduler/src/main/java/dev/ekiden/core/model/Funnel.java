package dev.ekiden.core.model;

import java.util.List;
import java.util.stream.Collectors;

/** How many agents are left after each question, in the order in which the questions are asked. */
public record Funnel(List<Stage> stages) {
  public static final Funnel NONE = new Funnel(List.of());

  public Funnel {
    stages = List.copyOf(stages);
  }

  /** After this question so many agents are left. */
  public record Stage(String name, int left) {}

  /** As people read it: {@code 8 agents → 7 alive → 0 with enough memory}. */
  public String sentence() {
    return stages.stream()
        .map(stage -> stage.left() + " " + stage.name())
        .collect(Collectors.joining(" → "));
  }
}
