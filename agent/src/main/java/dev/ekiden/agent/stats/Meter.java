package dev.ekiden.agent.stats;

import dev.ekiden.agent.cgroup.Cgroups;
import dev.ekiden.core.wire.Answer.Sample;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Looks at every running instance each ten seconds and remembers the last hour: 21 KiB for each. An
 * instance that has ended keeps its past until its directory is deleted. After a restart of the
 * agent the past begins anew.
 */
public final class Meter implements Runnable {
  private static final Logger LOG = System.getLogger(Meter.class.getName());
  private static final long EVERY_MILLIS = 10_000;

  /** An hour. */
  private static final int SAMPLES = 360;

  private static final long ORIGIN = System.nanoTime();

  private final Cgroups cgroups;
  private final Map<String, Track> tracks = new ConcurrentHashMap<>();

  public Meter(Cgroups cgroups) {
    this.cgroups = cgroups;
  }

  /** Looks until interrupted. */
  @Override
  public void run() {
    var next = millis() + EVERY_MILLIS;
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(Math.max(1, next - millis()));
        next = Math.max(next + EVERY_MILLIS, millis());
        tracks.values().stream().filter(track -> !track.over()).forEach(this::add);
      }
    } catch (InterruptedException _) {
      LOG.log(Level.DEBUG, "told to look no more");
    }
  }

  /** From now on; again is harmless. */
  public void watch(String instance, String group) {
    add(tracks.computeIfAbsent(instance, _ -> new Track(group, SAMPLES)));
  }

  /** A last look while its group is still there; its past is kept. */
  public void ended(String instance) {
    var track = tracks.get(instance);
    if (track != null && !track.over()) {
      add(track);
      track.end();
    }
  }

  public void forget(String instance) {
    tracks.remove(instance);
  }

  /** The last so many seconds, the oldest sample first; nothing if it was never watched. */
  public List<Sample> samples(String instance, int seconds) {
    var track = tracks.get(instance);
    if (track == null) {
      return List.of();
    }
    var now = track.over() ? Optional.<Track.Look>empty() : look(track);
    return track.samples(seconds * 1000L, now, millis(), System.currentTimeMillis());
  }

  /** Bytes that all the past takes. */
  int bytes() {
    return tracks.values().stream().mapToInt(Track::bytes).sum();
  }

  private void add(Track track) {
    look(track).ifPresent(track::add);
  }

  private Optional<Track.Look> look(Track track) {
    try {
      var group = track.group();
      var usage = cgroups.usage(group);
      return usage.pids() == 0 && usage.cpuNanos() == 0 && usage.memoryBytes() == 0
          ? Optional.empty() // the group is gone
          : Optional.of(
              new Track.Look(millis(), usage, cgroups.pressure(group), cgroups.oomKills(group)));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "{0}: {1}", track.group(), e.getMessage());
      return Optional.empty();
    }
  }

  private static long millis() {
    return (System.nanoTime() - ORIGIN) / 1_000_000;
  }
}
