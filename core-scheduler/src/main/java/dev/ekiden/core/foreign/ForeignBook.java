package dev.ekiden.core.foreign;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.pool.Pool;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that is true of foreign frameworks now. Moved by {@link #apply} only; one thread at a time.
 * Tasks take room in the pool, offers do not. Everything it hands out is in a fixed order.
 */
public final class ForeignBook {
  /** Removed ids that are remembered; a framework removed before them could come back. */
  private static final int BARRED_KEPT = 10_000;

  private final TreeMap<FrameworkId, Framework> frameworks = new TreeMap<>();
  private final TreeMap<FrameworkId, BookContents.Cursor> cursors = new TreeMap<>();
  private final TreeMap<FrameworkId, Resources> used = new TreeMap<>();
  private final TreeMap<FrameworkId, Resources> held = new TreeMap<>();
  private final TreeMap<OfferId, Offer> offers = new TreeMap<>();
  private final Filed<FrameworkId, OfferId, Offer> offersOf = new Filed<>();
  private final Filed<AgentId, OfferId, Offer> offersOn = new Filed<>();
  private final TreeMap<TaskKey, ForeignTask> tasks = new TreeMap<>();
  private final Filed<FrameworkId, TaskKey, ForeignTask> tasksOf = new Filed<>();
  private final Filed<AgentId, TaskKey, ForeignTask> tasksOn = new Filed<>();
  private final LinkedHashSet<TaskKey> unreachable = new LinkedHashSet<>();
  private final Filters filters = new Filters();
  private final LinkedHashMap<FrameworkId, String> barred = new LinkedHashMap<>();
  private Instant offeredAt = Instant.EPOCH;
  private long offered;
  private long named;

  /** A book that was written down; the pool has the room of its tasks taken already. */
  public static ForeignBook of(BookContents contents) {
    var book = new ForeignBook();
    book.offered = contents.offered();
    book.named = contents.named();
    book.offeredAt = contents.offeredAt();
    contents.frameworks().forEach(framework -> book.frameworks.put(framework.id(), framework));
    contents.cursors().forEach(cursor -> book.cursors.put(cursor.framework(), cursor));
    contents.offers().forEach(book::file);
    contents.tasks().forEach(book::file);
    book.unreachable.clear();
    book.unreachable.addAll(contents.unreachable());
    contents.filters().forEach(book.filters::add);
    contents.barred().forEach(it -> book.barred.put(it.framework(), it.reason()));
    return book;
  }

  public BookContents contents() {
    return new BookContents(
        offered,
        named,
        offeredAt,
        List.copyOf(frameworks.values()),
        List.copyOf(cursors.values()),
        List.copyOf(offers.values()),
        List.copyOf(tasks.values()),
        List.copyOf(unreachable),
        filters.all(),
        barred.entrySet().stream()
            .map(entry -> new BookContents.Barred(entry.getKey(), entry.getValue()))
            .toList());
  }

  /** Makes a fact true. A fact about something unknown changes nothing. */
  public void apply(ForeignFact fact, Pool pool) {
    switch (fact) {
      case ForeignFact.FrameworkSubscribed(var id, var spec, var suppressed, _) -> {
        named += frameworks.containsKey(id) ? 0 : 1;
        filters.forget(id);
        frameworks.put(id, new Framework(id, spec, new Connection.Open(), suppressed, true));
      }
      case ForeignFact.FrameworkDisconnected(var id, var at, var deadline) ->
          frameworks.computeIfPresent(
              id, (_, known) -> known.with(new Connection.Broken(at, deadline)));
      case ForeignFact.FrameworkRemoved(var id, var reason, _) -> remove(id, reason);
      case ForeignFact.RolesSuppressed(var id, var roles) ->
          frameworks.computeIfPresent(
              id, (_, known) -> known.with(RoleSets.union(known.suppressed(), roles)));
      case ForeignFact.RolesRevived(var id, var roles) -> {
        filters.forget(id, roles);
        frameworks.computeIfPresent(
            id, (_, known) -> known.with(RoleSets.without(known.suppressed(), roles)));
      }
      case ForeignFact.OffersMade(var made, var at) -> {
        offeredAt = at;
        made.forEach(this::make);
      }
      case ForeignFact.OffersRescinded(var id, var ids, var why, _) -> {
        ids.forEach(this::drop);
        if (why == ForeignFact.Why.TIMED_OUT) {
          frameworks.computeIfPresent(id, (_, known) -> known.prompt(false));
        }
      }
      case ForeignFact.OffersDeclined(var id, var ids, var refused, var at) ->
          answer(id, ids, refused, at);
      case ForeignFact.OffersAccepted(var id, var ids, var refused, var at) ->
          answer(id, ids, refused, at);
      case ForeignFact.TasksLaunched(var launched) -> launched.forEach(task -> add(task, pool));
      case ForeignFact.TaskTakenBack(var task, _) -> add(task, pool);
      case ForeignFact.TaskChanged(var update) ->
          task(update.key()).ifPresent(task -> file(task.moved(update.state(), update.at())));
      case ForeignFact.TaskKillDecided(var key, _, _) ->
          task(key).ifPresent(task -> file(task.ending()));
      case ForeignFact.TaskEnded(var update) -> task(update.key()).ifPresent(it -> end(it, pool));
    }
  }

  private void remove(FrameworkId id, String reason) {
    if (frameworks.remove(id) == null) {
      return;
    }
    offersOf(id).stream().map(Offer::id).toList().forEach(this::drop);
    filters.forget(id);
    cursors.remove(id);
    barred.put(id, reason);
    if (barred.size() > BARRED_KEPT) {
      barred.pollFirstEntry();
    }
  }

  private void make(Offer offer) {
    offered = Math.max(offered, offer.id().number());
    var id = offer.framework();
    if (frameworks.containsKey(id)) {
      var before = cursors.get(id);
      long made = before == null ? 1 : before.made() + 1;
      cursors.put(id, new BookContents.Cursor(id, offer.agent(), made));
      file(offer);
    }
  }

  private void file(Offer offer) {
    offers.put(offer.id(), offer);
    offersOf.put(offer.framework(), offer.id(), offer);
    offersOn.put(offer.agent(), offer.id(), offer);
    held.merge(offer.framework(), offer.resources(), Resources::plus);
  }

  private void drop(OfferId id) {
    var offer = offers.remove(id);
    if (offer != null) {
      offersOf.remove(offer.framework(), id);
      offersOn.remove(offer.agent(), id);
      lessen(held, offer.framework(), offer.resources());
    }
  }

  private void answer(FrameworkId id, List<OfferId> ids, List<Filter> refused, Instant at) {
    ids.forEach(this::drop);
    if (frameworks.computeIfPresent(id, (_, known) -> known.prompt(true)) != null) {
      filters.forgetDue(id, at);
      refused.forEach(filters::add);
    }
  }

  private void add(ForeignTask task, Pool pool) {
    int slot = pool.slotOf(task.agent());
    if (slot < 0 || tasks.containsKey(task.key())) {
      return;
    }
    pool.take(slot, task.spec().resources(), task.spec().eachPort());
    file(task);
  }

  private void file(ForeignTask task) {
    if (tasks.put(task.key(), task) == null) {
      used.merge(task.key().framework(), task.spec().resources(), Resources::plus);
    }
    tasksOf.put(task.key().framework(), task.key(), task);
    tasksOn.put(task.agent(), task.key(), task);
    if (task.state() == TaskState.UNREACHABLE) {
      unreachable.add(task.key());
    } else {
      unreachable.remove(task.key());
    }
  }

  private void end(ForeignTask task, Pool pool) {
    tasks.remove(task.key());
    tasksOf.remove(task.key().framework(), task.key());
    tasksOn.remove(task.agent(), task.key());
    unreachable.remove(task.key());
    lessen(used, task.key().framework(), task.spec().resources());
    int slot = pool.slotOf(task.agent());
    if (slot >= 0) {
      pool.give(slot, task.spec().resources(), task.spec().eachPort());
    }
  }

  private static void lessen(
      TreeMap<FrameworkId, Resources> sums, FrameworkId id, Resources amount) {
    sums.computeIfPresent(
        id,
        (_, sum) -> {
          var rest = sum.without(amount);
          return rest.equals(Resources.NONE) ? null : rest;
        });
  }

  /** All that have not been removed, connected or not. */
  public Collection<Framework> frameworks() {
    return Collections.unmodifiableCollection(frameworks.values());
  }

  public Optional<Framework> framework(FrameworkId id) {
    return Optional.ofNullable(frameworks.get(id));
  }

  /** Why a removed framework may not come back. */
  public Optional<String> barred(FrameworkId id) {
    return Optional.ofNullable(barred.get(id));
  }

  /** All offers that may still be accepted, oldest first. */
  public Collection<Offer> offers() {
    return Collections.unmodifiableCollection(offers.values());
  }

  public Optional<Offer> offer(OfferId id) {
    return Optional.ofNullable(offers.get(id));
  }

  /** Oldest first. */
  public Collection<Offer> offersOf(FrameworkId framework) {
    return offersOf.in(framework);
  }

  /** Oldest first. */
  public Collection<Offer> offersOn(AgentId agent) {
    return offersOn.in(agent);
  }

  /** All live tasks, those of removed frameworks too. */
  public Collection<ForeignTask> tasks() {
    return Collections.unmodifiableCollection(tasks.values());
  }

  public Optional<ForeignTask> task(TaskKey key) {
    return Optional.ofNullable(tasks.get(key));
  }

  public Collection<ForeignTask> tasksOf(FrameworkId framework) {
    return tasksOf.in(framework);
  }

  public Collection<ForeignTask> tasksOn(AgentId agent) {
    return tasksOn.in(agent);
  }

  /** Those that are unreachable, the one that is so for longest first. */
  public Collection<TaskKey> unreachable() {
    return Collections.unmodifiableCollection(unreachable);
  }

  /** What its tasks take. */
  public Resources used(FrameworkId framework) {
    return used.getOrDefault(framework, Resources.NONE);
  }

  /** What its offers show it. */
  public Resources held(FrameworkId framework) {
    return held.getOrDefault(framework, Resources.NONE);
  }

  /** Whether it has refused such an offer, or a larger one, for a time that is not over. */
  public boolean refuses(
      FrameworkId framework, AgentId agent, String role, Resources offered, Instant at) {
    return filters.refuse(framework, agent, role, offered, at);
  }

  /** Whether it has refused anything; the time of that may be over. */
  public boolean filters(FrameworkId framework) {
    return filters.of(framework);
  }

  /** Where the search for its next offer goes on; none if it never had one. */
  public Optional<BookContents.Cursor> cursor(FrameworkId framework) {
    return Optional.ofNullable(cursors.get(framework));
  }

  /** When the last round of offers was made. */
  public Instant offeredAt() {
    return offeredAt;
  }

  /** Number of offers ever made. */
  public long offered() {
    return offered;
  }

  /** Number of subscriptions under an id that was not known; from it new ids are made. */
  public long named() {
    return named;
  }
}
