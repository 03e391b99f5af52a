package dev.ekiden.portal.client;

import java.util.List;

/**
 * The API said no, or nothing. The message is a sentence for people; {@code status} is 0 if there
 * was no answer.
 */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is wrong with one field of what was sent; {@code path} as the API names it: "/cpus". */
  public record Field(String path, String message) {}

  private final int status;
  private final String sentence;
  private final String code;
  private final transient List<Field> fields;

  ApiException(int status, String code, String sentence, List<Field> fields) {
    super(sentence);
    this.status = status;
    this.sentence = sentence;
    this.code = code;
    this.fields = List.copyOf(fields);
  }

  /** No answer, or none that makes sense. */
  public ApiException(String sentence, Throwable cause) {
    super(sentence, cause);
    this.status = 0;
    this.sentence = sentence;
    this.code = "unreachable";
    this.fields = List.of();
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** The problem's stable code; "" from {@code /v2}. */
  public String code() {
    return code;
  }

  /** Faults of single fields, in the API's order. */
  public List<Field> fields() {
    return fields;
  }

  /** The message. */
  public String sentence() {
    return sentence;
  }

  /** The message and each field's, on lines of their own. */
  public String sentences() {
    var text = new StringBuilder(sentence);
    for (var field : fields) {
      text.append('\n').append(field.path()).append(": ").append(field.message());
    }
    return text.toString();
  }
}
