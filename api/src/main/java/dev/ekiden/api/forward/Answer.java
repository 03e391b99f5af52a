package dev.ekiden.api.forward;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** Where the answer to one request goes; used by the thread that handles the request. */
interface Answer {
  /** Comes first and once. A header {@code Content-Length} is the length of the body. */
  OutputStream begin(int status, Map<String, List<String>> headers) throws IOException;

  /** Breaks off, so that the caller cannot take what it has got for the whole. */
  void abort();
}
