package dev.ekiden.core.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs simulations outside of the tests.
 *
 * <ul>
 *   <li>{@code --size small|medium|large}, small unless told otherwise;
 *   <li>{@code --seed S}: the first one; without it a fresh one;
 *   <li>{@code --steps N} of bad weather in each run;
 *   <li>{@code --hours H}: one seed after the other for so long, whatever fails; else one run;
 *   <li>{@code --keep FILE}: failures are added to it;
 *   <li>{@code --trace}: prints all that happens; {@code --journal}: the facts, and nothing else.
 * </ul>
 */
public final class SimulationRun {
  private static final double HOUR_NANOS = 3.6e12;
  private static final String USAGE =
      "--size small|medium|large --seed S --steps N --hours H --keep FILE --trace --journal";

  private Size size = Size.SMALL;
  private long seed = System.nanoTime() / 1000;
  private int steps;
  private double hours;
  private boolean trace;
  private boolean journal;
  private Optional<Path> keep = Optional.empty();

  private SimulationRun() {}

  /** Ends with 1 if a rule was broken, with 2 if it does not understand. */
  public static void main(String... arguments) {
    var run = new SimulationRun();
    if (!run.read(new ArrayDeque<>(List.of(arguments)))) {
      System.err.println(USAGE);
      System.exit(2);
    }
    if (!run.go()) {
      System.exit(1);
    }
  }

  private boolean read(ArrayDeque<String> words) {
    while (!words.isEmpty()) {
      switch (words.removeFirst()) {
        case "--size" -> size = Size.of(words.removeFirst());
        case "--seed" -> seed = Long.parseLong(words.removeFirst());
        case "--steps" -> steps = Integer.parseInt(words.removeFirst());
        case "--hours" -> hours = Double.parseDouble(words.removeFirst());
        case "--keep" -> keep = Optional.of(Path.of(words.removeFirst()));
        case "--trace" -> trace = true;
        case "--journal" -> journal = true;
        default -> {
          return false;
        }
      }
    }
    steps = steps == 0 ? size.steps() : steps;
    return true;
  }

  /** Whether all went well. */
  private boolean go() {
    if (journal) {
      var simulation = new Simulation(size, seed, Mutant.NONE);
      simulation.run(steps);
      System.out.print(json(simulation));
      return true;
    }
    long end = System.nanoTime() + (long) (hours * HOUR_NANOS);
    boolean well = true;
    do {
      well &= runOne();
      seed++;
    } while (System.nanoTime() < end);
    return well;
  }

  private boolean runOne() {
    long began = System.nanoTime();
    try {
      var simulation = new Simulation(size, seed, Mutant.NONE);
      if (trace) {
        simulation.trace.echo();
      }
      simulation.run(steps);
      simulation.settle();
      System.out.printf(
          "seed %d, %s: %d steps, %d facts, %.0f s of its time, in %d ms%n",
          seed,
          size.name(),
          simulation.steps(),
          simulation.journal.facts().size(),
          simulation.agenda.now() / 1000.0,
          (System.nanoTime() - began) / 1_000_000);
      return true;
    } catch (Failure failure) {
      System.err.println(failure.getMessage());
      failure.getCause().printStackTrace();
      keep.ifPresent(file -> append(file, failure.getMessage()));
      return false;
    }
  }

  private static void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All facts, one line of JSON each. */
  static String json(Simulation simulation) {
    var mapper = new JsonMapper();
    var lines = new StringBuilder();
    simulation
        .journal
        .facts()
        .forEach(fact -> lines.append(mapper.writeValueAsString(fact)).append('\n'));
    return lines.toString();
  }
}
