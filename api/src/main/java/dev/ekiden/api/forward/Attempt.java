package dev.ekiden.api.forward;

import java.io.InputStream;
import java.net.http.HttpResponse;

/** What came of handing a request to a leader. */
sealed interface Attempt {
  /** It answers. */
  record Answered(HttpResponse<InputStream> response) implements Attempt {}

  /** It was not reached, or does not lead: nothing has been done. */
  record Untaken(String why) implements Attempt {}

  /** It was reached and has not answered: nobody knows what has been done. */
  record Lost(String why) implements Attempt {}
}
