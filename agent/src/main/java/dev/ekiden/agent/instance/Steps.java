package dev.ekiden.agent.instance;

/** Decides the next step of an instance. Pure and level-triggered: only the present counts. */
public final class Steps {
  private Steps() {}

  /** What to do next at this stage, given what is wanted and what is seen. */
  public static Step next(Stage stage, Wanted wanted, Seen seen) {
    return switch (stage) {
      case ACCEPTED -> accepted(wanted, seen);
      case STARTING -> starting(wanted, seen);
      case RUNNING -> running(wanted, seen);
      case ENDED -> Step.CLEAN_UP;
    };
  }

  private static Step accepted(Wanted wanted, Seen seen) {
    return switch (seen) {
      case Seen.Nothing _, Seen.Rebooted _ -> wanted == Wanted.RUN ? Step.PREPARE : Step.CONCLUDE;
      // Containers are made at stage STARTING only, so these cannot be; still, nothing runs unseen.
      case Seen.Created _, Seen.Alive _ -> Step.KILL;
      case Seen.Exited _ -> Step.CONCLUDE;
    };
  }

  private static Step starting(Wanted wanted, Seen seen) {
    return switch (seen) {
      // Whether it ran cannot be known any more; running it again might run it twice.
      case Seen.Nothing _, Seen.Rebooted _, Seen.Exited _ -> Step.CONCLUDE;
      case Seen.Created _ -> wanted == Wanted.RUN ? Step.START : Step.KILL;
      case Seen.Alive _ -> Step.ADOPT;
    };
  }

  private static Step running(Wanted wanted, Seen seen) {
    return switch (seen) {
      case Seen.Nothing _, Seen.Rebooted _, Seen.Exited _ -> Step.CONCLUDE;
      case Seen.Created _ -> Step.KILL;
      case Seen.Alive(var signalled) ->
          switch (wanted) {
            case RUN -> Step.WAIT;
            case END -> signalled ? Step.WAIT : Step.TERMINATE;
            case END_NOW -> Step.KILL;
          };
    };
  }
}
