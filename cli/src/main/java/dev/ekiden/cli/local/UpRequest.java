package dev.ekiden.cli.local;

import java.util.List;

/**
 * What {@code up} was asked for. {@code masters} and {@code agents} of 0 mean: as before; {@code
 * only} names processes, none means all; without {@code build} what was built last is used as it
 * is.
 */
public record UpRequest(int masters, int agents, List<String> only, boolean build) {
  /** Keeps a copy. */
  public UpRequest {
    only = List.copyOf(only);
  }

  /** Everything, in the size it had before. */
  public static UpRequest everything() {
    return new UpRequest(0, 0, List.of(), true);
  }

  /** The same, but what was built last is used as it is. */
  public static UpRequest asBuilt() {
    return new UpRequest(0, 0, List.of(), false);
  }
}
