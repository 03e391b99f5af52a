package dev.ekiden.bench.figures;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured beside what is wanted: each line as soon as it is known, all in the end. */
public final class Figures {
  private final PrintStream out;
  private final List<String> rows = new ArrayList<>();

  public Figures(PrintStream out) {
    this.out = out;
  }

  /** Something on the way, for whoever watches. */
  public void note(String format, Object... values) {
    out.printf(Locale.ROOT, "  " + format + "%n", values);
  }

  /** A part begins. */
  public void part(String name) {
    out.printf("%n%s%n", name);
  }

  /** A figure; the target is words, empty if there is none. */
  public void figure(String what, String measured, String target) {
    out.printf("  %-62s %14s   %s%n", what, measured, target.isEmpty() ? "" : "target " + target);
    rows.add("| %s | %s | %s |".formatted(what, measured, target));
  }

  /** The whole as a Markdown table. */
  public void summary() {
    if (rows.isEmpty()) {
      return;
    }
    out.printf("%n| | measured | target |%n| --- | --- | --- |%n");
    rows.forEach(out::println);
  }

  public static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%,.1f" : "%,.0f", value);
  }

  public static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }

  public static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }
}
