package dev.ekiden.api.applications;

import dev.ekiden.api.json.Json;
import dev.ekiden.core.model.AppId;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bodies of {@code GET /v2/apps/{id}} as they were last written, each used again as long as its app
 * looks the same. Looking costs a tenth of writing, and nothing has to be told of changes. For any
 * number of threads.
 */
final class AppAnswers {
  /** Apps kept; when there are more, all are forgotten and written again as they are asked for. */
  private static final int MOST = 1_000;

  /** Bytes of a body that is kept at most: some twenty tasks. */
  private static final int LARGEST = 16 * 1_024;

  private final ConcurrentHashMap<AppId, Answer> kept = new ConcurrentHashMap<>();

  /**
   * A body and what it was written from.
   *
   * @param tag the ETag, in its quotes
   */
  record Answer(AppInfos.Look look, byte[] body, String tag) {}

  /** The body for that look, {@code {"app": …}}. */
  Answer of(AppInfos.Look look) {
    var id = look.app().id();
    var last = kept.get(id);
    if (last != null && last.look().equals(look)) {
      return last;
    }
    var body = Json.MAPPER.writeValueAsBytes(AppsResource.one(look));
    var answer = new Answer(look, body, '"' + look.version() + '"');
    if (body.length <= LARGEST) {
      if (kept.size() >= MOST) {
        kept.clear();
      }
      kept.put(id, answer);
    }
    return answer;
  }
}
