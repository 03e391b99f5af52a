package dev.ekiden.core.place;

import dev.ekiden.core.model.Veto;
import java.util.List;

/** A single change with which all instances asked for would find a place; each has been tried. */
public sealed interface Counterfactual {
  /** For people. */
  String sentence();

  /** Fewer instances: as many as find a place now. */
  record FewerInstances(int asked, int fit) implements Counterfactual {
    @Override
    public String sentence() {
      return "%d of the %d would fit as they are".formatted(fit, asked);
    }
  }

  /** All would fit if each asked for no more than {@code enough}; the most with which they do. */
  record LessOf(Veto.Kind kind, long asked, long enough) implements Counterfactual {
    @Override
    public String sentence() {
      return "with %s each instead of %s all would fit".formatted(amount(enough), amount(asked));
    }

    private String amount(long value) {
      return switch (kind) {
        case CPUS, GPUS -> kind.amount(value);
        case MEMORY, DISK -> kind.amount(value) + " of " + kind.word();
      };
    }
  }

  /** One constraint the fewer, as {@link dev.ekiden.core.model.Constraint#text} says it. */
  record WithoutConstraint(String constraint) implements Counterfactual {
    @Override
    public String sentence() {
      return "without \"%s\" all would fit".formatted(constraint);
    }
  }

  /** Any host ports instead of the ones required. */
  record WithoutFixedPorts(List<Integer> ports) implements Counterfactual {
    @Override
    public String sentence() {
      return "with any host %s instead of %s all would fit"
          .formatted(
              ports.size() == 1 ? "port" : "ports",
              String.join(", ", ports.stream().map(String::valueOf).toList()));
    }
  }
}
