package dev.ekiden.core.place;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.Funnel;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.pool.IntCounts;
import dev.ekiden.core.pool.Pool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Why not all instances asked for find a place, and what would help. Made on demand: it asks every
 * agent and tries out each change.
 *
 * @param placed how many find one
 * @param missing how many do not
 * @param vetoes what each agent says to one more instance after those placed; all agents if any is
 *     missing
 * @param funnel the same, counted
 * @param counterfactuals changes that would help, each on its own; none if nothing is missing
 */
public record Explanation(
    int placed,
    int missing,
    List<Veto> vetoes,
    Funnel funnel,
    List<Counterfactual> counterfactuals) {
  /**
   * More instances than this are not placed again and again to find out how much would be enough.
   */
  private static final int MOST_TRIED = 20_000;

  public Explanation {
    vetoes = List.copyOf(vetoes);
    counterfactuals = List.copyOf(counterfactuals);
  }

  /** Arguments as of {@link Placement#of} and {@link Placement#place}. */
  public static Explanation of(Pool pool, AppSpec spec, IntCounts placed, int count, long number) {
    var attempt = new Attempt(pool, placed, count, number);
    var ask = Ask.of(spec);
    var placement = new Placement(pool, ask, placed, number);
    var result = placement.place(count);
    var vetoes = placement.vetoes();
    return new Explanation(
        result.spots().size(),
        result.missing(),
        vetoes,
        funnel(pool.agents().size(), ask, vetoes),
        result.missing() == 0 ? List.of() : attempt.changes(ask, result.spots().size()));
  }

  /** The vetoes of all agents to one more instance of the spec, counted. */
  public static Funnel funnel(Pool pool, AppSpec spec, List<Veto> vetoes) {
    return funnel(pool.agents().size(), Ask.of(spec), vetoes);
  }

  private static Funnel funnel(int agents, Ask ask, List<Veto> vetoes) {
    var counts = new TreeMap<String, Integer>();
    vetoes.forEach(veto -> counts.merge(stage(veto), 1, Integer::sum));
    var stages = new ArrayList<Funnel.Stage>();
    stages.add(new Funnel.Stage("agents", agents));
    int left = agents - counts.getOrDefault("alive", 0);
    stages.add(new Funnel.Stage("alive", left));
    var names = new ArrayList<>(List.of("not being drained", "open to its role"));
    ask.constraints().stream().map(Explanation::stage).distinct().forEach(names::add);
    for (var kind : Veto.Kind.values()) {
      names.add("with enough " + kind.word());
    }
    names.add("with the host ports");
    for (var name : names) {
      int refusing = counts.getOrDefault(name, 0);
      if (refusing > 0 || name.startsWith("match ")) {
        left -= refusing;
        stages.add(new Funnel.Stage(name, left));
      }
    }
    return new Funnel(stages);
  }

  private static String stage(Constraint constraint) {
    return "match " + Constraints.text(constraint);
  }

  private static String stage(Veto veto) {
    return switch (veto) {
      case Veto.Silent _ -> "alive";
      case Veto.Draining _ -> "not being drained";
      case Veto.RoleDiffers _ -> "open to its role";
      case Veto.ConstraintFails(_, var constraint, _) -> "match " + constraint;
      case Veto.ShortOf(_, var kind, _, _) -> "with enough " + kind.word();
      case Veto.PortTaken _, Veto.NoPorts _ -> "with the host ports";
    };
  }

  /** Tries the same search with changed asks. */
  private record Attempt(Pool pool, IntCounts placed, int count, long number) {
    private boolean fits(Ask ask) {
      return new Placement(pool, ask, placed, number).place(count).missing() == 0;
    }

    List<Counterfactual> changes(Ask ask, int fit) {
      var changes = new ArrayList<Counterfactual>();
      if (fit > 0) {
        changes.add(new Counterfactual.FewerInstances(count, fit));
      }
      for (var constraint : ask.constraints().stream().distinct().toList()) {
        if (fits(ask.without(constraint))) {
          changes.add(new Counterfactual.WithoutConstraint(Constraints.text(constraint)));
        }
      }
      var fixed = ask.fixedPorts();
      if (fixed.length > 0 && fits(ask.withAnyPorts())) {
        changes.add(new Counterfactual.WithoutFixedPorts(Arrays.stream(fixed).boxed().toList()));
      }
      if (count <= MOST_TRIED) {
        for (var kind : Veto.Kind.values()) {
          lessOf(ask, kind, changes);
        }
      }
      return changes;
    }

    /** Halves the gap between an amount with which all fit and one with which they do not. */
    private void lessOf(Ask ask, Veto.Kind kind, List<Counterfactual> changes) {
      long asked = amount(ask.each(), kind);
      long enough = least(kind);
      if (asked <= enough || !fits(with(ask, kind, enough))) {
        return;
      }
      long tooMuch = asked;
      while (tooMuch - enough > 1) {
        long middle = enough + (tooMuch - enough) / 2;
        if (fits(with(ask, kind, middle))) {
          enough = middle;
        } else {
          tooMuch = middle;
        }
      }
      changes.add(new Counterfactual.LessOf(kind, asked, enough));
    }

    /** Nobody can do without processors and memory. */
    private static long least(Veto.Kind kind) {
      return switch (kind) {
        case CPUS, MEMORY -> 1;
        case DISK, GPUS -> 0;
      };
    }

    private static long amount(Resources each, Veto.Kind kind) {
      return switch (kind) {
        case CPUS -> each.cpuMillis();
        case MEMORY -> each.memMib();
        case DISK -> each.diskMib();
        case GPUS -> each.gpus();
      };
    }

    private static Ask with(Ask ask, Veto.Kind kind, long amount) {
      var each = ask.each();
      return ask.with(
          switch (kind) {
            case CPUS -> new Resources(amount, each.memMib(), each.diskMib(), each.gpus());
            case MEMORY -> new Resources(each.cpuMillis(), amount, each.diskMib(), each.gpus());
            case DISK -> new Resources(each.cpuMillis(), each.memMib(), amount, each.gpus());
            case GPUS -> new Resources(each.cpuMillis(), each.memMib(), each.diskMib(), amount);
          });
    }
  }
}
