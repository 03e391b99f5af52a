package dev.ekiden.core.sim;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last things that happened, to be shown should a rule break. */
final class Trace {
  private static final int KEPT = 30;
  private static final int WIDEST = 400;

  private final Deque<Line> lines = new ArrayDeque<>();
  private final Agenda agenda;
  private boolean echo;

  private record Line(long at, String kind, Object what) {}

  Trace(Agenda agenda) {
    this.agenda = agenda;
  }

  /** Everything is printed at once, in full. */
  void echo() {
    echo = true;
  }

  void add(String kind, Object what) {
    if (echo) {
      System.err.printf("%10.3f s  %-6s %s%n", agenda.now() / 1000.0, kind, what);
    }
    if (lines.size() == KEPT) {
      lines.removeFirst();
    }
    lines.addLast(new Line(agenda.now(), kind, what));
  }

  String text() {
    var text = new StringBuilder();
    for (var line : lines) {
      var what = line.what().toString();
      text.append("  %10.3f s  %-6s ".formatted(line.at() / 1000.0, line.kind()))
          .append(what, 0, Math.min(WIDEST, what.length()))
          .append('\n');
    }
    return text.toString();
  }
}
