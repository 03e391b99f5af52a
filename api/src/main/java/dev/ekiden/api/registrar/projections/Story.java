package dev.ekiden.api.registrar.projections;

import java.time.Instant;
import java.util.List;

/**
 * What happened to a thing, as text in a column: a JSON object a line, oldest first. One that grows
 * too long keeps its beginning and its end, as those are what people ask about.
 */
final class Story {
  /** Characters at most, about a hundred lines. */
  private static final int MOST = 10_000;

  /** Of them the beginning. */
  private static final int BEGINNING = 2_000;

  /** Characters of a detail at most. */
  private static final int DETAIL = 500;

  private Story() {}

  static String line(Instant at, String what, String detail) {
    var line = RowJson.object().put("at", at.toString()).put("what", what);
    if (!detail.isEmpty()) {
      line.put("detail", detail.length() > DETAIL ? detail.substring(0, DETAIL) + "…" : detail);
    }
    return RowJson.write(line) + "\n";
  }

  static String with(String story, String line) {
    var longer = story + line;
    if (longer.length() <= MOST) {
      return longer;
    }
    int begin = longer.indexOf('\n', BEGINNING) + 1;
    int rest = longer.indexOf('\n', begin + longer.length() - MOST + 1) + 1;
    return longer.substring(0, begin) + longer.substring(rest);
  }

  static List<Happening> read(String story) {
    return story
        .lines()
        .map(RowJson::read)
        .map(
            line ->
                new Happening(
                    Instant.parse(line.path("at").asString()),
                    line.path("what").asString(),
                    line.path("detail").asString("")))
        .toList();
  }
}
