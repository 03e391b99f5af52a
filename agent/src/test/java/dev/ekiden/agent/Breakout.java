package dev.ekiden.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ekiden.core.wire.Fetch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * One way in which an instance may try to get out.
 *
 * @param name of its part of {@code attempts.pl}, or of its archive in {@link HostileArchives}
 * @param attempt what it does
 * @param expected what it comes to
 * @param effect what is looked at from outside, besides what all have in common: the instance's own
 *     report of what it got, the secrets, the neighbour
 */
record Breakout(String name, String attempt, String expected, Kind kind, Effect effect) {

  /** How it goes on its way. */
  enum Kind {
    /** A program that tries, says so and ends. */
    PROGRAM,
    /** A program that takes what it can and keeps it until it is killed. */
    BOMB,
    /** A program that the kernel may kill for it. */
    MAY_DIE,
    /** Something to fetch that the agent must refuse. */
    REFUSED,
    /** Something to fetch that does no harm. */
    HARMLESS
  }

  /** Looks at the machine afterwards; throws what an assertion throws. */
  interface Effect {
    void verify(Scene scene) throws Exception;
  }

  static Breakout program(String name, String attempt, String expected, Effect effect) {
    return new Breakout(name, attempt, expected, Kind.PROGRAM, effect);
  }

  static Breakout program(String name, String attempt, String expected) {
    return program(name, attempt, expected, _ -> {});
  }

  /** What to fetch for it; the programs need nothing. */
  List<Fetch> fetches(Scene scene) throws IOException {
    return kind == Kind.REFUSED || kind == Kind.HARMLESS
        ? HostileArchives.fetches(name, scene)
        : List.of();
  }

  @Override
  public String toString() {
    return name + ": " + attempt;
  }

  /** The text of a program beside this class. */
  static String program(String file) {
    try (var in = Breakout.class.getResourceAsStream("breakout/" + file)) {
      if (in == null) {
        throw new IllegalStateException("no such program: " + file);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
