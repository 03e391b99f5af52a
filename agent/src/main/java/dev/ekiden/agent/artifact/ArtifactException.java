package dev.ekiden.agent.artifact;

import java.io.IOException;

/** An artifact could not be had or is not to be trusted; the message is a sentence for people. */
public final class ArtifactException extends IOException {
  private static final long serialVersionUID = 1;

  ArtifactException(String message) {
    super(message);
  }
}
