package dev.ekiden.portal.client;

import java.util.SortedMap;

/** A machine that runs instances. */
public record Agent(
    String id,
    String host,
    String state,
    SortedMap<String, String> attributes,
    double cpus,
    long memMib,
    Usage used,
    When since) {
  static Agent of(Fields agent) {
    return new Agent(
        agent.text("id"),
        agent.text("host"),
        agent.text("state"),
        agent.map("attributes"),
        agent.number("cpus"),
        agent.size("memMib"),
        Usage.of(agent.child("used")),
        agent.when("since"));
  }
}
