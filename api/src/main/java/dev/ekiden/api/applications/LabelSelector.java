package dev.ekiden.api.applications;

import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.problem.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * Marathon's label selector: parts joined by commas, all of which must hold: {@code key}, {@code
 * key==v}, {@code key!=v}, {@code key in (a,b)}, {@code key notin (a,b)}. A backslash takes the
 * character after it literally.
 */
final class LabelSelector {
  private static final String WORD = "(?:[A-Za-z0-9._-]++|\\\\.)++";

  /** Characters at most: what is longer has no sense, and takes the matcher too deep. */
  private static final int LONGEST = 1_000;

  private static final Pattern PART =
      Pattern.compile(
          "\\s*(?<key>"
              + WORD
              + ")\\s*(?:(?<op>==|!=)\\s*(?<value>"
              + WORD
              + ")|(?<set>in|notin)\\s*\\((?<values>(?:[^)\\\\]|\\\\.)*)\\))?\\s*(?:,|$)");

  private record Part(String key, String operator, List<String> values) {
    boolean matches(SortedMap<String, String> labels) {
      var actual = labels.get(key);
      if (actual == null) {
        return false;
      }
      return switch (operator) {
        case "==", "in" -> values.contains(actual);
        case "!=", "notin" -> !values.contains(actual);
        default -> true;
      };
    }
  }

  private final List<Part> parts;

  private LabelSelector(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** Empty text matches everything; 422 for a text that is no selector. */
  static LabelSelector parse(String text) {
    if (text.length() > LONGEST) {
      throw invalid("a label selector may have " + LONGEST + " characters");
    }
    var parts = new ArrayList<Part>();
    var matcher = PART.matcher(text);
    int end = 0;
    while (end < text.length() && matcher.find(end) && matcher.start() == end) {
      var operator = matcher.group("op");
      var set = matcher.group("set");
      var key = plain(matcher.group("key"));
      if (operator != null) {
        parts.add(new Part(key, operator, List.of(plain(matcher.group("value")))));
      } else if (set != null) {
        var values = matcher.group("values").trim().split("\\s*(?<!\\\\),\\s*");
        parts.add(new Part(key, set, Arrays.stream(values).map(LabelSelector::plain).toList()));
      } else {
        parts.add(new Part(key, "", List.of()));
      }
      end = matcher.end();
    }
    if (end < text.length()) {
      throw invalid("not a label selector: " + text);
    }
    return new LabelSelector(parts);
  }

  private static ApiProblem invalid(String message) {
    return ApiProblem.invalid(List.of(new Violation("/label", message)));
  }

  private static String plain(String word) {
    return word.replaceAll("\\\\(.)", "$1");
  }

  boolean matches(SortedMap<String, String> labels) {
    return parts.stream().allMatch(part -> part.matches(labels));
  }
}
