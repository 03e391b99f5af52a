package dev.ekiden.api.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The one JSON mapper, and the one way to write a time. */
public final class Json {
  /** Unknown fields are passed over, as Marathon does; a null for a number is an error. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private static final DateTimeFormatter ANY_YEAR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final byte[] FRAME = "0000-00-00T00:00:00.000Z".getBytes(US_ASCII);
  private static final int LAST_YEAR = 9_999;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private Json() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /**
   * As Marathon writes times: UTC, always three digits of milliseconds. Written by hand, as a list
   * of ten thousand tasks has thirty thousand of them and a formatter takes a microsecond for each.
   */
  public static String time(Instant at) {
    var utc = LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), ZoneOffset.UTC);
    if (utc.getYear() < 0 || utc.getYear() > LAST_YEAR) {
      return ANY_YEAR.format(at);
    }
    var text = FRAME.clone();
    digits(text, 4, utc.getYear());
    digits(text, 7, utc.getMonthValue());
    digits(text, 10, utc.getDayOfMonth());
    digits(text, 13, utc.getHour());
    digits(text, 16, utc.getMinute());
    digits(text, 19, utc.getSecond());
    digits(text, 23, utc.getNano() / NANOS_PER_MILLI);
    return new String(text, US_ASCII);
  }

  /** Adds a number's digits to the zeros that end before {@code end}. */
  private static void digits(byte[] text, int end, int number) {
    int at = end;
    for (int rest = number; rest > 0; rest /= 10) {
      text[--at] += (byte) (rest % 10);
    }
  }
}
