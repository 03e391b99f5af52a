package dev.ekiden.agent.router;

/** A route or a backend that is left out, and why, in one sentence. All parts are safe to show. */
record Refusal(String app, String host, String reason) {
  Refusal {
    app = Names.shown(app);
    host = Names.shown(host);
    reason = Names.shown(reason);
  }
}
