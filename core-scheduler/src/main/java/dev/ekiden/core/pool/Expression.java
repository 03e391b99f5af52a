package dev.ekiden.core.pool;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions that tenants write and the one deciding thread runs: bounded in length and in
 * patience, as some would take for ever, even on short names.
 */
public final class Expression {
  private static final int LONGEST = 1000;

  /** Characters looked at before an expression is given up. */
  private static final int MOST_LOOKS = 20_000;

  /** What came of holding an expression against a text. */
  enum Outcome {
    MATCHES,
    DIFFERS,
    TAKES_TOO_LONG
  }

  private final Pattern pattern;

  private Expression(Pattern pattern) {
    this.pattern = pattern;
  }

  /** Empty if the text is no expression that {@link #problem} lets pass. */
  static Optional<Expression> of(String text) {
    return problem(text).isEmpty()
        ? Optional.of(new Expression(Pattern.compile(text)))
        : Optional.empty();
  }

  /** Whether the whole text matches. */
  Outcome compare(String text) {
    try {
      return pattern.matcher(new Patient(text)).matches() ? Outcome.MATCHES : Outcome.DIFFERS;
    } catch (PatienceEnded _) {
      return Outcome.TAKES_TOO_LONG;
    }
  }

  /** Empty if it is one, else what is wrong with it. */
  public static String problem(String expression) {
    if (expression.length() > LONGEST) {
      return "a regular expression may have " + LONGEST + " characters";
    }
    try {
      Pattern.compile(expression);
      return "";
    } catch (PatternSyntaxException e) {
      return "not a regular expression: " + e.getDescription();
    }
  }

  /** The only way out of a search that java.util.regex offers. */
  private static final class PatienceEnded extends RuntimeException {
    private static final long serialVersionUID = 1;

    PatienceEnded() {
      super(null, null, false, false);
    }
  }

  /** A text that counts how often it is looked at. */
  private static final class Patient implements CharSequence {
    private final String text;
    private int looks;

    Patient(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++looks > MOST_LOOKS) {
        throw new PatienceEnded();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
