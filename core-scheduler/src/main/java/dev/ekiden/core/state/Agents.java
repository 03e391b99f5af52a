package dev.ekiden.core.state;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Agents with what the pool does not know of them: since when, and whether they are drained. */
final class Agents {
  final Pool pool = new Pool();
  private final List<@Nullable Story> stories = new ArrayList<>();
  private final TreeSet<Integer> draining = new TreeSet<>();
  private int silent;

  private record Story(Instant since, Drain drain) {}

  Optional<Agent> find(AgentId id) {
    int slot = pool.slotOf(id);
    return slot < 0 ? Optional.empty() : Optional.of(at(slot));
  }

  Agent at(int slot) {
    var story = story(slot);
    return new Agent(
        pool.spec(slot), pool.standing(slot), story.since(), story.drain(), pool.used(slot));
  }

  private Story story(int slot) {
    var story = stories.get(slot);
    if (story == null) {
      throw new IllegalStateException("no agent in slot " + slot);
    }
    return story;
  }

  /** In id order. */
  List<Agent> all() {
    return pool.agents().stream().map(id -> at(pool.slotOf(id))).toList();
  }

  int silent() {
    return silent;
  }

  int count() {
    return pool.agents().size();
  }

  /** In the order of their slots. */
  List<Agent> draining() {
    return draining.stream().map(this::at).toList();
  }

  boolean isDraining(int slot) {
    return draining.contains(slot);
  }

  boolean isSilent(int slot) {
    return pool.standing(slot) == Standing.SILENT;
  }

  void joined(AgentSpec spec, Instant at) {
    int known = pool.slotOf(spec.id());
    if (known < 0) {
      put(pool.put(spec, Standing.OPEN), new Story(at, new Drain.None()));
      return;
    }
    var story = story(known);
    boolean back = pool.standing(known) == Standing.SILENT;
    pool.put(spec, standing(story.drain()));
    if (back) {
      silent--;
      put(known, new Story(at, story.drain()));
    }
  }

  private static Standing standing(Drain drain) {
    return drain instanceof Drain.None ? Standing.OPEN : Standing.DRAINING;
  }

  void lost(int slot, Instant at) {
    if (pool.standing(slot) != Standing.SILENT) {
      silent++;
      pool.standing(slot, Standing.SILENT);
      put(slot, new Story(at, story(slot).drain()));
    }
  }

  void drain(int slot, Drain drain) {
    put(slot, new Story(story(slot).since(), drain));
    if (pool.standing(slot) != Standing.SILENT) {
      pool.standing(slot, standing(drain));
    }
  }

  void remove(int slot) {
    if (pool.standing(slot) == Standing.SILENT) {
      silent--;
    }
    pool.remove(slot);
    stories.set(slot, null);
    draining.remove(slot);
  }

  /** As a snapshot has it; what is used is taken afterwards. */
  void restore(int slot, AgentSpec spec, Standing standing, Instant since, Drain drain) {
    pool.restore(slot, spec, standing);
    put(slot, new Story(since, drain));
    if (standing == Standing.SILENT) {
      silent++;
    }
  }

  private void put(int slot, Story story) {
    while (stories.size() <= slot) {
      stories.add(null);
    }
    stories.set(slot, story);
    if (story.drain() instanceof Drain.Asked) {
      draining.add(slot);
    } else {
      draining.remove(slot);
    }
  }
}
