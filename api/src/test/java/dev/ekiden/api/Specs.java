package dev.ekiden.api;

import dev.ekiden.api.applications.AppReader;
import dev.ekiden.api.problem.JsonBody;
import dev.ekiden.core.model.AppSpec;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** App definitions from JSON with single quotes; a test states only what matters. */
public final class Specs {
  private Specs() {}

  public static ObjectNode json(String text) {
    return JsonBody.object(text.replace('\'', '"'));
  }

  /** The definition of an app with this id and more fields, {@code 'cpus':1,'mem':64}. */
  public static AppSpec app(String id, String fields) {
    var node = json("{'cmd':'exec run','cpus':0.1,'mem':64}");
    node.put("id", id);
    node.setAll(json("{" + fields + "}"));
    return AppReader.read(node, Optional.empty());
  }

  public static AppSpec app(String id) {
    return app(id, "");
  }
}
