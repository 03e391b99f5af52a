package dev.ekiden.portal.client;

import java.io.InputStream;

/** Uploads. */
public final class ArtifactClient {
  private final Api api;

  /** Sends through {@code api}. */
  public ArtifactClient(Api api) {
    this.api = api;
  }

  /** Streams a file; {@code length} in bytes, below 0 if unknown. */
  public Artifact upload(String name, InputStream bytes, long length) {
    return Artifact.of(api.stream("/v3/artifacts?name=" + Api.encode(name), bytes, length));
  }

  /** The built-in sample app. */
  public Artifact sample() {
    return Artifact.of(api.send("POST", "/v3/artifacts/sample").body());
  }
}
