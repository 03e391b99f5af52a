package dev.ekiden.portal.client;

/** Uploaded bytes, {@code size} in bytes, and what the API guesses about them. */
public record Artifact(
    String digest, long size, String name, String uri, boolean known, Suggestion suggestion) {
  /** A guess at an app; {@code cmd} is "" where there is none, {@code why} says why either way. */
  public record Suggestion(String name, String cmd, String why, double cpus, long memMib) {}

  static Artifact of(Fields artifact) {
    var guess = artifact.child("suggestion");
    return new Artifact(
        artifact.text("digest"),
        artifact.size("size"),
        artifact.text("name"),
        artifact.text("uri"),
        artifact.flag("known"),
        new Suggestion(
            guess.text("name"),
            guess.text("cmd"),
            guess.text("why"),
            guess.number("cpus"),
            guess.size("memMib")));
  }
}
