package dev.ekiden.core.place;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Standing;
import dev.ekiden.core.pool.Terrain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks every agent for its first reason against one more instance. The order is a funnel: is it
 * alive, does it take anything, is it for this app, is it of the right kind, has it room.
 */
final class Vetoes {
  private final Pool pool;
  private final Ask ask;
  private final Rules rules;
  private final Look look;

  Vetoes(Pool pool, Ask ask, Rules rules, Look look) {
    this.pool = pool;
    this.ask = ask;
    this.rules = rules;
    this.look = look;
  }

  List<Veto> all() {
    var vetoes = new ArrayList<Veto>();
    for (var agent : pool.agents()) {
      of(agent, pool.slotOf(agent)).ifPresent(vetoes::add);
    }
    return List.copyOf(vetoes);
  }

  private Optional<Veto> of(AgentId agent, int slot) {
    if (pool.standing(slot) == Standing.SILENT) {
      return Optional.of(new Veto.Silent(agent));
    }
    if (pool.standing(slot) == Standing.DRAINING || look.excluded(slot)) {
      return Optional.of(new Veto.Draining(agent));
    }
    var spec = pool.spec(slot);
    if (!Terrain.mayUse(ask.roles(), spec)) {
      return Optional.of(new Veto.RoleDiffers(agent, spec.role()));
    }
    for (int i = 0; i < ask.constraints().size(); i++) {
      if (!accepts(i, slot)) {
        var constraint = ask.constraints().get(i);
        return Optional.of(
            new Veto.ConstraintFails(
                agent, Constraints.text(constraint), Constraints.actual(constraint, spec)));
      }
    }
    return room(agent, slot);
  }

  private boolean accepts(int index, int slot) {
    Constraint constraint = ask.constraints().get(index);
    if (!rules.terrain().meets(slot, index)) {
      return false;
    }
    return Constraints.limitsAgents(constraint)
        ? look.count(slot) < Constraints.most(constraint)
        : rules.accepts(constraint, slot);
  }

  private Optional<Veto> room(AgentId agent, int slot) {
    long[] needed = {
      ask.each().cpuMillis(), ask.each().memMib(), ask.each().diskMib(), ask.each().gpus()
    };
    for (var kind : Veto.Kind.values()) {
      long free = look.free(slot, kind.ordinal());
      if (needed[kind.ordinal()] > free) {
        return Optional.of(new Veto.ShortOf(agent, kind, needed[kind.ordinal()], free));
      }
    }
    int port = look.missingPort(slot);
    if (port >= 0) {
      return Optional.of(new Veto.PortTaken(agent, port));
    }
    long free = look.freePorts(slot);
    return ask.ports().size() > free
        ? Optional.of(new Veto.NoPorts(agent, ask.ports().size(), (int) free))
        : Optional.empty();
  }
}
