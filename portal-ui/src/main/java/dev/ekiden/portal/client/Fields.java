package dev.ekiden.portal.client;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads a JSON object; a member that is absent or null reads as its type's empty value. */
record Fields(JsonObject object) {
  static Fields of(JsonValue value) {
    return new Fields(value instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT);
  }

  private JsonValue get(String name) {
    return object.getOrDefault(name, JsonValue.NULL);
  }

  String text(String name) {
    return plain(get(name));
  }

  private static String plain(JsonValue value) {
    return switch (value) {
      case JsonString string -> string.getString();
      case JsonValue other when other.getValueType() == JsonValue.ValueType.NULL -> "";
      default -> value.toString();
    };
  }

  double number(String name) {
    return get(name) instanceof JsonNumber number ? number.doubleValue() : 0;
  }

  int count(String name) {
    return get(name) instanceof JsonNumber number ? number.intValue() : 0;
  }

  long size(String name) {
    return get(name) instanceof JsonNumber number ? number.longValue() : 0;
  }

  boolean flag(String name) {
    return get(name).getValueType() == JsonValue.ValueType.TRUE;
  }

  Fields child(String name) {
    return of(get(name));
  }

  When when(String name) {
    var text = text(name);
    try {
      return text.isEmpty() ? new When.Never() : new When.At(Instant.parse(text));
    } catch (DateTimeParseException _) {
      return new When.Never();
    }
  }

  Limit limit(String name) {
    return get(name) instanceof JsonNumber number
        ? new Limit.Of(Math.max(0, number.doubleValue()))
        : new Limit.None();
  }

  <T> List<T> list(String name, Function<Fields, T> row) {
    return values(name).stream().map(value -> row.apply(of(value))).toList();
  }

  List<String> texts(String name) {
    return values(name).stream().map(Fields::plain).toList();
  }

  private List<JsonValue> values(String name) {
    var value = get(name);
    return value.getValueType() == JsonValue.ValueType.ARRAY
        ? List.copyOf(value.asJsonArray())
        : List.of();
  }

  SortedMap<String, String> map(String name) {
    var map = new TreeMap<String, String>();
    child(name).object().forEach((key, value) -> map.put(key, plain(value)));
    return map;
  }
}
