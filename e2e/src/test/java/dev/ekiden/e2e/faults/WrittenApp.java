package dev.ekiden.e2e.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * One app with a single writer, and what may be true of it. Once a write's fate is unknown the app
 * is left alone: the write may take effect much later, so that only the last check can judge it.
 */
final class WrittenApp {
  private final String id;
  private final List<AppState> possible = new ArrayList<>(List.of(AppState.GONE));
  private boolean open = true;
  private String refusal = "";

  WrittenApp(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  String path() {
    return "/v2/apps" + id;
  }

  /** Whether its writer goes on with it. */
  boolean open() {
    return open;
  }

  /** What was acknowledged last. */
  AppState sure() {
    return possible.getFirst();
  }

  boolean allows(AppState seen) {
    return possible.contains(seen);
  }

  void acknowledged(AppState state) {
    possible.set(0, state);
    open &= state.there();
  }

  void unknown(AppState state) {
    possible.add(state);
    open = false;
  }

  /** Nothing changes by it; remembered for whoever has to understand a violation. */
  void refused(Outcome.Refused why) {
    refusal = " (last refusal: " + why + ")";
  }

  @Override
  public String toString() {
    return id + " must be " + possible + refusal;
  }
}
