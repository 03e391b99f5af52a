package dev.ekiden.core.state;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.UnallocatedPorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Some instances of an app as a snapshot holds them: what they share is said once, the rest in a
 * row without names, as a cluster may have a million of them.
 *
 * @param origins what they were started from
 */
public record Members(AppId app, List<Origin> origins, List<Member> members) {
  /** Instances in one row at most, so that no entry of a snapshot grows without end. */
  static final int MOST = 1_000;

  /** What instances of one version have in common. */
  public record Origin(Instant configVersion, Resources resources) {}

  /**
   * One instance; see {@link Instance}. New parts go to the end.
   *
   * @param origin index into the origins
   * @param slot of its agent
   * @param resize at most one, as most have none
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({
    "id",
    "origin",
    "slot",
    "ports",
    "condition",
    "goal",
    "health",
    "readiness",
    "reached",
    "placedSecond",
    "placedNano",
    "startedSecond",
    "startedNano",
    "sinceSecond",
    "sinceNano",
    "pid",
    "kills",
    "remark",
    "address",
    "unallocated",
    "unallocatedMore",
    "resize"
  })
  public record Member(
      InstanceId id,
      int origin,
      int slot,
      List<Integer> ports,
      Instance.Condition condition,
      Instance.Goal goal,
      Instance.Health health,
      Instance.Readiness readiness,
      Milestone reached,
      long placedSecond,
      int placedNano,
      long startedSecond,
      int startedNano,
      long sinceSecond,
      int sinceNano,
      long pid,
      int kills,
      String remark,
      String address,
      List<Integer> unallocated,
      boolean unallocatedMore,
      List<Resize> resize) {
    public Member {
      // Missing in snapshots of old.
      resize = resize == null ? List.of() : List.copyOf(resize);
    }

    private static Member of(Instance instance, int origin, int slot) {
      return new Member(
          instance.id(),
          origin,
          slot,
          instance.ports(),
          instance.condition(),
          instance.goal(),
          instance.health(),
          instance.readiness(),
          instance.reached(),
          instance.placedAt().getEpochSecond(),
          instance.placedAt().getNano(),
          instance.startedAt().getEpochSecond(),
          instance.startedAt().getNano(),
          instance.since().getEpochSecond(),
          instance.since().getNano(),
          instance.pid(),
          instance.kills(),
          instance.remark(),
          instance.address(),
          instance.unallocated().ports(),
          instance.unallocated().more(),
          instance.resize() instanceof Resize.None ? List.of() : List.of(instance.resize()));
    }

    private UnallocatedPorts unallocatedPorts() {
      return unallocated == null
          ? UnallocatedPorts.NONE
          : new UnallocatedPorts(unallocated, unallocatedMore);
    }
  }

  static Members of(List<Instance> instances, List<Integer> slots) {
    var origins = new ArrayList<Origin>();
    var members = new ArrayList<Member>(instances.size());
    for (int i = 0; i < instances.size(); i++) {
      var instance = instances.get(i);
      var origin = new Origin(instance.configVersion(), instance.resources());
      if (!origins.contains(origin)) {
        origins.add(origin);
      }
      members.add(Member.of(instance, origins.indexOf(origin), slots.get(i)));
    }
    return new Members(instances.getFirst().app(), origins, members);
  }

  /** Puts them back; equal values become the same objects, as they were. */
  void restore(ClusterState state) {
    var known = state.apps.get(app);
    var id = known == null ? app : known.id();
    var latest = Instant.EPOCH;
    for (var member : members) {
      var origin = origins.get(member.origin());
      var placed = same(latest, member.placedSecond(), member.placedNano());
      var started = same(placed, member.startedSecond(), member.startedNano());
      var since = same(started, member.sinceSecond(), member.sinceNano());
      latest = since;
      var instance =
          new Instance(
              member.id(),
              id,
              origin.configVersion(),
              state.agents.pool.spec(member.slot()).id(),
              origin.resources(),
              member.ports(),
              member.condition(),
              member.goal(),
              member.health(),
              member.readiness(),
              member.reached(),
              placed,
              started,
              since,
              member.pid(),
              member.kills(),
              member.remark(),
              member.address(),
              member.unallocatedPorts(),
              member.resize().isEmpty() ? Resize.NOTHING : member.resize().getFirst());
      state.instances.add(instance, member.slot());
      state.agents.pool.take(member.slot(), instance.resources(), instance.ports());
      state.charge(instance, 1);
      state.resizes.add(instance);
    }
  }

  private static Instant same(Instant other, long second, int nano) {
    return other.getEpochSecond() == second && other.getNano() == nano
        ? other
        : Instant.ofEpochSecond(second, nano);
  }
}
