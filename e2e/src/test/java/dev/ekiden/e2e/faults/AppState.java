package dev.ekiden.e2e.faults;

import tools.jackson.databind.JsonNode;

/** What a read can tell of a written app: whether it is there, its mark, its wanted instances. */
record AppState(boolean there, long mark, int instances) {
  static final String MARK = "MARK";
  static final AppState GONE = new AppState(false, 0, 0);

  static AppState of(long mark, int instances) {
    return new AppState(true, mark, instances);
  }

  /** From {@code GET /v2/apps/{id}}. */
  static AppState of(JsonNode answer) {
    var app = answer.get("app");
    return of(Long.parseLong(app.get("env").get(MARK).asString()), app.get("instances").asInt());
  }

  @Override
  public String toString() {
    return there ? "mark %d with %d instances".formatted(mark, instances) : "no app";
  }
}
