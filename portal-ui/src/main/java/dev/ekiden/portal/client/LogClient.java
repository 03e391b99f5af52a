package dev.ekiden.portal.client;

/** What instances write. */
public final class LogClient {
  private static final int MAX_BYTES = 65_536;

  private final Api api;

  /** Asks through {@code api}. */
  public LogClient(Api api) {
    this.api = api;
  }

  /** The end of a log, 64 KiB at most; {@code stream}: "stdout", "stderr", "all". */
  public LogChunk tail(String instance, String stream) {
    return read(instance, stream, -MAX_BYTES);
  }

  /** From an offset in bytes on, 64 KiB at most. */
  public LogChunk read(String instance, String stream, long offset) {
    return LogChunk.of(
        api.get(
            "/v3/instances/"
                + Api.encode(instance)
                + "/log?stream="
                + Api.encode(stream)
                + "&offset="
                + offset
                + "&max="
                + MAX_BYTES));
  }
}
