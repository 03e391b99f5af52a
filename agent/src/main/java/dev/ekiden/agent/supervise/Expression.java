package dev.ekiden.agent.supervise;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.ekiden.agent.ondemand.RefusedException;
import dev.ekiden.core.wire.Outcome;

/**
 * A reader's expression. RE2 needs time in proportion to the text, and to the size of the program
 * that the expression becomes; counted repetitions multiply that: {@code ((.{1000}){1000}){1000}}
 * has 23 characters and fills any memory. So they are bounded before they are compiled, and the
 * program is afterwards.
 */
final class Expression {
  private static final int MOST_CHARS = 200;
  private static final int MOST_REPEATED = 200;
  private static final int MOST_PROGRAM = 1000;

  /** Of a line only so much is looked at, so that one line takes a fraction of a second at most. */
  private static final int MOST_MATCHED_CHARS = 4096;

  private final Pattern pattern;

  private Expression(Pattern pattern) {
    this.pattern = pattern;
  }

  static Expression of(String text) throws RefusedException {
    if (text.length() > MOST_CHARS || repeated(text) > MOST_REPEATED) {
      throw tooLarge();
    }
    try {
      var pattern = Pattern.compile(text);
      if (pattern.programSize() > MOST_PROGRAM) {
        throw tooLarge();
      }
      return new Expression(pattern);
    } catch (PatternSyntaxException e) {
      throw new RefusedException(
          Outcome.REFUSED, "match is no RE2 expression: " + e.getDescription());
    }
  }

  private static RefusedException tooLarge() {
    return new RefusedException(
        Outcome.REFUSED,
        "match is too large: at most %d characters, and repetitions of %d times in all"
            .formatted(MOST_CHARS, MOST_REPEATED));
  }

  boolean isIn(String line) {
    return pattern.matcher(line.substring(0, Math.min(line.length(), MOST_MATCHED_CHARS))).find();
  }

  /**
   * How often something may be repeated at most: only what ends with a bracket can hold repetitions
   * itself, so those multiply, and of the others the largest counts. What stands in a class, or is
   * escaped, counts as well; that is more than is true and never less.
   */
  private static long repeated(String text) {
    long nested = 1;
    long single = 1;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
      var close = text.indexOf('}', open);
      var count = close < 0 ? 1 : largest(text.substring(open + 1, close));
      var before = open == 0 ? ' ' : text.charAt(open - 1);
      if (before == ')' || before == '}' || before == '?') {
        nested = Math.min(nested * count, Integer.MAX_VALUE);
      } else {
        single = Math.max(single, count);
      }
    }
    return nested * single;
  }

  private static long largest(String counts) {
    long largest = 1;
    for (var count : counts.split(",", -1)) {
      if (count.matches("[0-9]{1,9}")) {
        largest = Math.max(largest, Long.parseLong(count));
      }
    }
    return largest;
  }
}
