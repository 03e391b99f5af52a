package dev.ekiden.cli.local;

import java.util.List;

/**
 * What {@code up} was asked for. {@code masters} and {@code agents} of 0 mean: as before; {@code
 * masterHeap} is like {@code 768m}, empty means as before; {@code only} names processes, none means
 * all; without {@code build} what was built last is used as it is.
 */
public record UpRequest(
    int masters, int agents, String masterHeap, List<String> only, boolean build) {
  /** Keeps a copy. */
  public UpRequest {
    only = List.copyOf(only);
  }

  /** With masters of the size that they had before. */
  public UpRequest(int masters, int agents, List<String> only, boolean build) {
    this(masters, agents, "", only, build);
  }

  /** Everything, in the size it had before. */
  public static UpRequest everything() {
    return new UpRequest(0, 0, "", List.of(), true);
  }

  /** The same, but what was built last is used as it is. */
  public static UpRequest asBuilt() {
    return new UpRequest(0, 0, "", List.of(), false);
  }
}
