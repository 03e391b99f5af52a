package dev.ekiden.cli.machine;

import java.io.PrintWriter;
import java.util.Locale;

/** Progress for people: one line per step on the given writer; colour only on a terminal. */
public final class Console {
  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintWriter out;
  private final boolean colour;

  /** Writes to {@code out}; {@code colour} says whether a terminal shows it. */
  public Console(PrintWriter out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  /** Standard output, coloured if it is a terminal. */
  public static Console standard() {
    var console = System.console();
    return new Console(new PrintWriter(System.out, true), console != null && console.isTerminal());
  }

  /** Standard error, for commands whose standard output is data. */
  public static Console standardError() {
    return new Console(new PrintWriter(System.err, true), false);
  }

  /** A plain line. */
  public synchronized void line(String text) {
    out.println(text);
    out.flush();
  }

  /** Something long begins. */
  public void begin(String text) {
    line("… " + text);
  }

  /** A step is done; {@code nanos} is how long it took. */
  public void done(String text, long nanos) {
    line(paint(GREEN, "✓") + " " + text + " (" + seconds(nanos) + ")");
  }

  /** A step has failed. */
  public void failed(String text) {
    line(paint(RED, "✗") + " " + text);
  }

  /** {@code 1.9 s}. */
  public static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }

  private String paint(String code, String text) {
    return colour ? code + text + PLAIN : text;
  }
}
