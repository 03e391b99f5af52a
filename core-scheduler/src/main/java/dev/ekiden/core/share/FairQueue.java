package dev.ekiden.core.share;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Waiting;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Apps that miss instances, in the order in which they are to be served: higher priority first;
 * within a band the project with the lowest weighted dominant share (DRF); within a project the one
 * that has waited longest; then by id. Shares move as instances are placed, so an entry is priced
 * again when it comes to the front.
 */
public final class FairQueue {
  private final ClusterState state;
  private final PriorityQueue<Entry> queue = new PriorityQueue<>(ORDER);

  private record Entry(AppId app, Priority band, double share, Instant since) {}

  private static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::band)
          .reversed()
          .thenComparingDouble(Entry::share)
          .thenComparing(Entry::since)
          .thenComparing(Entry::app);

  public FairQueue(ClusterState state) {
    this.state = state;
  }

  /** An app that is not defined is left out. */
  public void add(AppId app) {
    state.app(app).map(this::price).ifPresent(queue::add);
  }

  /** Takes the one to serve next. */
  public Optional<AppId> poll() {
    while (true) {
      var first = queue.poll();
      if (first == null) {
        return Optional.empty();
      }
      var known = state.app(first.app());
      if (known.isPresent()) {
        var now = price(known.get());
        var second = queue.peek();
        if (second == null || ORDER.compare(now, second) <= 0) {
          return Optional.of(first.app());
        }
        queue.add(now);
      }
    }
  }

  private Entry price(App app) {
    var since =
        switch (app.waiting()) {
          case Waiting.None _ -> Instant.MAX;
          case Waiting.ForRoom room -> room.since();
          case Waiting.ForQuota quota -> quota.since();
        };
    var share = DominantShare.weighted(state, GroupId.of(app.project()));
    return new Entry(app.id(), app.spec().policy().priority(), share, since);
  }
}
