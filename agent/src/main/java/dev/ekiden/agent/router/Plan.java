package dev.ekiden.agent.router;

import java.util.List;
import java.util.function.IntFunction;

/** What brings HAProxy from what is seen to what is wanted. Pure; done twice it is harmless. */
sealed interface Plan {
  /** Which route is to have which slot. */
  Placement placement();

  /** Write the configuration and start the daemon. */
  record Start(Placement placement) implements Plan {}

  /** Write the configuration and let the running daemon take it over. */
  record Reload(Placement placement) implements Plan {}

  /** Tell the running daemon, one command after the other; none if all is as it should be. */
  record Commands(Placement placement, List<String> lines) implements Plan {
    public Commands {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Reloads only where the shape differs or the slots are nearly used up; all else comes and goes
   * by commands.
   *
   * @param shape id of the shape with so many slots
   */
  static Plan of(Seen seen, Target target, IntFunction<String> shape) {
    var wanted = target.wanted();
    var routes = wanted.sites().size();
    return switch (seen) {
      case Seen.Down _ -> new Start(Placement.fresh(Slots.enoughFor(routes), wanted));
      case Seen.Mute _ -> new Reload(Placement.fresh(Slots.enoughFor(routes), wanted));
      case Seen.Up up when !up.shape().equals(shape.apply(up.slots().size())) ->
          new Reload(Placement.fresh(Slots.enoughFor(routes), wanted));
      case Seen.Up up -> live(up, target);
    };
  }

  /** Commands alone, even if not all routes find a place. */
  static Commands asFarAsPossible(Seen.Up up, Target target) {
    var placement = Placement.within(up, target.wanted());
    return new Commands(placement, new Steps(up, target, placement).lines());
  }

  private static Plan live(Seen.Up up, Target target) {
    var plan = asFarAsPossible(up, target);
    var routes = target.wanted().sites().size();
    var missing = routes - plan.placement().sites().size();
    var blank = up.blank().size();
    var bound =
        (int) plan.placement().sites().keySet().stream().filter(up.blank()::contains).count();
    var used = up.slots().size() - blank + bound + missing;
    // Resting slots are blank again within seconds: they are no reason to reload ahead.
    if (missing > 0 || Slots.areNearlyUsedUp(used - up.resting().size(), up.slots().size())) {
      return new Reload(Placement.fresh(Slots.enoughFor(used), target.wanted()));
    }
    return plan;
  }
}
