package dev.ekiden.core.foreign;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.PortRange;
import dev.ekiden.core.model.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One full fact of each type; the golden files hold them as JSON. */
final class ForeignSamples {
  static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
  static final FrameworkId SPARK = new FrameworkId("1767323045678-F0");
  static final AgentId N1 = new AgentId("n1");
  static final TaskKey KEY = new TaskKey(SPARK, "exec-1");
  private static final Whereabouts ON_N1 = new Whereabouts.On(N1);

  private ForeignSamples() {}

  static List<ForeignFact> all() {
    var ids = List.of(new OfferId(1), new OfferId(2));
    var filters =
        List.of(new Filter(SPARK, N1, "eng", new Resources(1000, 512, 0), AT.plusSeconds(5)));
    return List.of(
        new ForeignFact.FrameworkSubscribed(SPARK, spec(), List.of("qa"), AT),
        new ForeignFact.OffersMade(offers(), AT),
        new ForeignFact.OffersAccepted(SPARK, List.of(new OfferId(1)), filters, AT),
        new ForeignFact.TasksLaunched(List.of(task(TaskState.STAGING, false))),
        new ForeignFact.TaskChanged(update(TaskState.RUNNING, TaskUpdate.Reason.NONE, "up", "u-1")),
        new ForeignFact.TaskKillDecided(KEY, "its framework asked for it", AT),
        new ForeignFact.RolesSuppressed(SPARK, List.of("eng")),
        new ForeignFact.OffersRescinded(
            SPARK, List.of(new OfferId(2)), ForeignFact.Why.ROOM_TAKEN, AT),
        new ForeignFact.OffersDeclined(SPARK, ids, filters, AT),
        new ForeignFact.RolesRevived(SPARK, List.of("eng")),
        new ForeignFact.FrameworkDisconnected(SPARK, AT, AT.plusSeconds(60)),
        new ForeignFact.TaskEnded(
            update(TaskState.LOST, TaskUpdate.Reason.AGENT_REMOVED, "n1 fell silent", "")),
        new ForeignFact.TaskTakenBack(
            task(TaskState.RUNNING, false),
            update(TaskState.RUNNING, TaskUpdate.Reason.AGENT_REREGISTERED, "back", "")),
        new ForeignFact.FrameworkRemoved(SPARK, "the framework tore itself down", AT));
  }

  static FrameworkSpec spec() {
    return new FrameworkSpec(
        "spark",
        "alice",
        "svc",
        List.of("qa", "eng"),
        1.5,
        Duration.ofDays(7),
        List.of("MULTI_ROLE", "PARTITION_AWARE"));
  }

  static List<Offer> offers() {
    return List.of(offer(1, 31_000), offer(2, 31_100));
  }

  private static Offer offer(long number, int port) {
    return new Offer(
        new OfferId(number),
        SPARK,
        N1,
        "eng",
        new Resources(1500, 1024, 100, 1),
        List.of(new PortRange(port, port + 9), new PortRange(port + 20, port + 20)),
        AT);
  }

  static ForeignTask task(TaskState state, boolean doomed) {
    var spec =
        new TaskSpec(
            "exec-1",
            "Spark executor",
            new Resources(500, 512, 0),
            List.of(new PortRange(31_000, 31_001)),
            "{\"command\":{\"value\":\"run\"}}");
    return new ForeignTask(KEY, N1, spec, state, doomed, AT);
  }

  private static TaskUpdate update(
      TaskState state, TaskUpdate.Reason reason, String message, String uuid) {
    return new TaskUpdate(SPARK, "exec-1", ON_N1, state, reason, message, uuid, AT);
  }
}
