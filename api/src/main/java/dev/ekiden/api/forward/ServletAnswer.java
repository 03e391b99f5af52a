package dev.ekiden.api.forward;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An answer through the server. Breaking off works where a length was said: the server then closes
 * the connection. Chunks it ends properly whatever happens, which is why our own JSON says its
 * length.
 */
record ServletAnswer(HttpServletResponse response) implements Answer {
  private static final Logger LOG = Logger.getLogger(ServletAnswer.class.getName());

  @Override
  public OutputStream begin(int status, Map<String, List<String>> headers) throws IOException {
    response.setStatus(status);
    headers.forEach(
        (name, values) -> {
          if (name.equalsIgnoreCase("Content-Length")) {
            response.setContentLengthLong(Long.parseLong(values.getFirst()));
          } else {
            response.setHeader(name, values.getFirst());
            values.stream().skip(1).forEach(value -> response.addHeader(name, value));
          }
        });
    var out = response.getOutputStream();
    if (!headers.containsKey("Content-Length")) {
      // Liberty keeps back what the first flush should send, up to 32 KiB; from the second one on
      // each piece leaves at once.
      out.flush();
    }
    return out;
  }

  @Override
  public void abort() {
    try {
      if (!response.isCommitted()) {
        response.reset();
        response.sendError(HttpServletResponse.SC_BAD_GATEWAY, "broken off");
      }
    } catch (IOException | IllegalStateException e) {
      LOG.log(Level.FINE, "the caller is gone: {0}", e.getMessage());
    }
  }
}
