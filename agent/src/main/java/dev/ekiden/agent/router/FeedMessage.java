package dev.ekiden.agent.router;

import dev.ekiden.core.wire.RouteTable;
import java.net.URI;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One message on {@code /agent/routes}, sent by a master. */
sealed interface FeedMessage {
  /** Reads tables strictly: a missing or null part makes the whole table unusable. */
  JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** All routes, from the leader. */
  record Routes(RouteTable table) implements FeedMessage {}

  /** This master does not lead; that one does. */
  record Leader(URI address) implements FeedMessage {}

  /**
   * Reads {@code {"leader":"wss://…"}} or a {@link RouteTable}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static FeedMessage parse(String text) {
    try {
      var tree = JSON.readTree(text);
      if (!tree.isObject()) {
        throw new IllegalArgumentException("not an object: " + Names.shown(text));
      }
      if (tree.path("leader").isString()) {
        return new Leader(dial(URI.create(tree.path("leader").asString())));
      }
      return new Routes(JSON.treeToValue(tree, RouteTable.class));
    } catch (JacksonException e) {
      throw new IllegalArgumentException(Names.shown(e.getOriginalMessage()), e);
    }
  }

  /**
   * The {@code wss} address, without a path, of a master given as {@code https} or {@code wss}.
   *
   * @throws IllegalArgumentException if it is no such address
   */
  static URI dial(URI master) {
    var scheme = master.getScheme();
    if (!("https".equals(scheme) || "wss".equals(scheme))
        || master.getHost() == null
        || master.getPort() < 1) {
      throw new IllegalArgumentException("not a master's address: " + Names.shown("" + master));
    }
    return URI.create("wss://" + master.getHost() + ":" + master.getPort());
  }
}
