package dev.ekiden.core.foreign;

import dev.ekiden.core.model.AgentId;
import java.time.Instant;
import java.util.List;

/**
 * All of a book as values: to compare two, and to write one down.
 *
 * @param offered number of offers ever made
 * @param named number of frameworks ever given an id by us
 * @param offeredAt when the last round of offers was made
 * @param cursors where the search for each framework's next offer goes on
 * @param tasks without their room, which a pool keeps
 * @param unreachable keys of the unreachable tasks, the one that is so for longest first
 * @param barred ids that may not come back, oldest first
 */
public record BookContents(
    long offered,
    long named,
    Instant offeredAt,
    List<Framework> frameworks,
    List<Cursor> cursors,
    List<Offer> offers,
    List<ForeignTask> tasks,
    List<TaskKey> unreachable,
    List<Filter> filters,
    List<Barred> barred) {

  /** The agent of a framework's latest offer and the number of its offers so far. */
  public record Cursor(FrameworkId framework, AgentId agent, long made) {}

  /** A removed framework. */
  public record Barred(FrameworkId framework, String reason) {}
}
