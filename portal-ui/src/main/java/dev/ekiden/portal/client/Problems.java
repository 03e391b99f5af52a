package dev.ekiden.portal.client;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/** Turns error answers, {@code /v3}'s problems and Marathon's messages alike, into sentences. */
final class Problems {
  private Problems() {}

  static ApiException of(int status, String body) {
    var fields = parse(body);
    var faults = new ArrayList<>(fields.list("errors", Problems::field));
    for (var detail : fields.list("details", detail -> detail)) {
      for (var message : detail.texts("errors")) {
        faults.add(new ApiException.Field(detail.text("path"), message));
      }
    }
    return new ApiException(status, fields.text("code"), sentence(status, fields), faults);
  }

  private static ApiException.Field field(Fields error) {
    return new ApiException.Field(error.text("path"), error.text("message"));
  }

  private static Fields parse(String body) {
    try (var reader = Json.createReader(new StringReader(body))) {
      return Fields.of(reader.readValue());
    } catch (JsonException _) {
      return new Fields(JsonValue.EMPTY_JSON_OBJECT);
    }
  }

  private static String sentence(int status, Fields fields) {
    for (var name : List.of("detail", "message", "title")) {
      if (!fields.text(name).isBlank()) {
        return fields.text(name);
      }
    }
    return switch (status) {
      case 403 -> "You may not do this.";
      case 404 -> "There is nothing here, or you may not see it.";
      case 409 -> "Something else is changing this right now. Try again when it is done.";
      case 413 -> "This is larger than the API takes.";
      case 429 -> "Too many requests. Try again in a moment.";
      case 503 ->
          "The masters are not deciding right now. What runs keeps running; try again soon.";
      default -> "The API answered " + status + " without saying why.";
    };
  }
}
