package dev.ekiden.agent.check;

import java.util.List;

/** What a program printed, made fit for a line that people read on their own terminals. */
final class Said {
  private static final int MOST_LINES = 3;

  private Said() {}

  /**
   * The first lines that say something, one behind the other.
   *
   * @param most characters at most, the sign that something was left out among them
   */
  static String briefly(String text, int most) {
    var lines =
        text.lines().map(Said::harmless).filter(line -> !line.isEmpty()).limit(MOST_LINES + 1);
    return cut(lines.toList(), most);
  }

  private static String cut(List<String> lines, int most) {
    var more = lines.size() > MOST_LINES;
    var text = String.join(" / ", more ? lines.subList(0, MOST_LINES) : lines);
    if (text.length() <= most) {
      return more ? text + " …" : text;
    }
    var end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
    return text.substring(0, end) + "…";
  }

  /** Without colours, cursor moves, changes of direction, and whatever else is not seen. */
  private static String harmless(String line) {
    var seen = new StringBuilder();
    line.codePoints()
        .forEach(
            c -> {
              switch (Character.getType(c)) {
                case Character.CONTROL,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    seen.append(' ');
                case Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    seen.append('\uFFFD');
                default -> seen.appendCodePoint(c);
              }
            });
    return seen.toString().strip();
  }
}
