package dev.ekiden.portal.client;

/** Who am I. */
public final class MeClient {
  private final Api api;

  /** Asks through {@code api}. */
  public MeClient(Api api) {
    this.api = api;
  }

  /** The caller. */
  public Me me() {
    return Me.of(api.get("/v3/me"));
  }
}
