package dev.ekiden.api.json;

import dev.ekiden.api.problem.Violation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Reads one JSON object field by field, with defaults, and collects every fault with its path
 * instead of stopping at the first.
 */
public final class JsonFields {
  private final JsonNode node;
  private final String path;
  private final List<Violation> violations;

  public JsonFields(JsonNode node, String path, List<Violation> violations) {
    this.node = node;
    this.path = path;
    this.violations = violations;
  }

  public boolean has(String name) {
    return node.hasNonNull(name);
  }

  /** Of all fields that are given. */
  public List<String> names() {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  public JsonNode raw(String name) {
    return node.path(name);
  }

  public void fault(String name, String message) {
    violations.add(new Violation(name.isEmpty() ? path : path + "/" + name, message));
  }

  public String text(String name, String otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    var value = node.get(name);
    if (!value.isString()) {
      fault(name, "must be a string");
      return otherwise;
    }
    return value.asString();
  }

  public boolean flag(String name, boolean otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    var value = node.get(name);
    if (!value.isBoolean()) {
      fault(name, "must be true or false");
      return otherwise;
    }
    return value.asBoolean();
  }

  /** A number from {@code least} to {@code most}. */
  public double number(String name, double otherwise, double least, double most) {
    if (!has(name)) {
      return otherwise;
    }
    var value = node.get(name);
    if (!value.isNumber()) {
      fault(name, "must be a number");
      return otherwise;
    }
    double number = value.asDouble();
    if (number < least || number > most) {
      fault(name, "must be from " + plain(least) + " to " + plain(most) + ": " + plain(number));
      return otherwise;
    }
    return number;
  }

  private static String plain(double number) {
    return Double.isFinite(number)
        ? java.math.BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
        : "more than can be read";
  }

  /** A whole number from {@code least} to {@code most}. */
  public int whole(String name, int otherwise, int least, int most) {
    double number = number(name, otherwise, least, most);
    if (number != Math.rint(number)) {
      fault(name, "must be a whole number");
      return otherwise;
    }
    return (int) number;
  }

  /** Empty if absent. */
  public List<JsonNode> list(String name) {
    if (!has(name)) {
      return List.of();
    }
    var value = node.get(name);
    if (!value.isArray()) {
      fault(name, "must be an array");
      return List.of();
    }
    var elements = new ArrayList<JsonNode>();
    value.forEach(elements::add);
    return elements;
  }

  /** Empty if absent; each element given with its own path. */
  public List<JsonFields> objects(String name) {
    var objects = new ArrayList<JsonFields>();
    var elements = list(name);
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i).isObject()) {
        objects.add(new JsonFields(elements.get(i), path + "/" + name + "/" + i, violations));
      } else {
        fault(name + "/" + i, "must be an object");
      }
    }
    return objects;
  }

  /** The object of that name, or an empty one. */
  public JsonFields object(String name) {
    if (has(name) && !node.get(name).isObject()) {
      fault(name, "must be an object");
      return new JsonFields(Json.object(), path + "/" + name, violations);
    }
    return new JsonFields(
        has(name) ? node.get(name) : Json.object(), path + "/" + name, violations);
  }

  public List<String> texts(String name) {
    var texts = new ArrayList<String>();
    for (var element : list(name)) {
      if (element.isString()) {
        texts.add(element.asString());
      } else {
        fault(name, "must hold strings only");
      }
    }
    return List.copyOf(texts);
  }

  /** A map of texts, in key order. */
  public SortedMap<String, String> textMap(String name) {
    var map = new TreeMap<String, String>();
    var object = object(name);
    for (Map.Entry<String, JsonNode> entry : object.node.properties()) {
      if (entry.getValue().isString()) {
        map.put(entry.getKey(), entry.getValue().asString());
      } else {
        fault(name + "/" + entry.getKey(), "must be a string");
      }
    }
    return Collections.unmodifiableSortedMap(map);
  }
}
