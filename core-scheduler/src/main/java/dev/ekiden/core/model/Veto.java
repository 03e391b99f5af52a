package dev.ekiden.core.model;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;

/** Why an agent cannot take an instance: one named reason with its numbers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Veto {
  AgentId agent();

  /** For people; does not repeat the agent's name. */
  String sentence();

  /** The agent is silent. */
  record Silent(AgentId agent) implements Veto {
    @Override
    public String sentence() {
      return "has not reported for a while";
    }
  }

  /** It is being emptied and takes nothing new. */
  record Draining(AgentId agent) implements Veto {
    @Override
    public String sentence() {
      return "is being drained";
    }
  }

  /** It is kept for a role that the app does not have. */
  record RoleDiffers(AgentId agent, String role) implements Veto {
    @Override
    public String sentence() {
      return "is kept for the role " + role;
    }
  }

  /** A constraint does not hold; {@code actual} is empty if the agent lacks the field. */
  record ConstraintFails(AgentId agent, String constraint, String actual) implements Veto {
    @Override
    public String sentence() {
      return "does not meet \"%s\": %s"
          .formatted(constraint, actual.isEmpty() ? "it has no such attribute" : "it is " + actual);
    }
  }

  /** Too little of a resource. */
  record ShortOf(AgentId agent, Kind kind, long needed, long free) implements Veto {
    @Override
    public String sentence() {
      return "needs %s of %s, %s are free"
          .formatted(kind.amount(needed), kind.word, kind.amount(free));
    }
  }

  /** A host port that the app requires is taken or not the agent's to give. */
  record PortTaken(AgentId agent, int port) implements Veto {
    @Override
    public String sentence() {
      return "port " + port + " is taken or not in its range";
    }
  }

  /** Not enough free host ports. */
  record NoPorts(AgentId agent, int needed, int free) implements Veto {
    @Override
    public String sentence() {
      return "needs " + needed + " host ports, " + free + " are free";
    }
  }

  /** What can be short. */
  enum Kind {
    CPUS("CPU"),
    MEMORY("memory"),
    DISK("disk"),
    GPUS("GPUs");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As in "enough memory". */
    public String word() {
      return word;
    }

    /** The amount with its unit. */
    public String amount(long value) {
      return switch (this) {
        case CPUS -> BigDecimal.valueOf(value, 3).stripTrailingZeros().toPlainString() + " CPUs";
        case GPUS -> value + " GPUs";
        case MEMORY, DISK -> value + " MiB";
      };
    }
  }
}
