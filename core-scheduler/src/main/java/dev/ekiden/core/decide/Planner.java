package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Funnel;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Workload;
import dev.ekiden.core.place.Counterfactual;
import dev.ekiden.core.place.Explanation;
import dev.ekiden.core.place.PerAgent;
import dev.ekiden.core.place.Placement;
import dev.ekiden.core.rollout.InPlace;
import dev.ekiden.core.share.QuotaCheck;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Foretells: decides an event without making anything true, and looks where the first instances
 * would go. What comes later depends on what happens until then and is not foretold.
 */
public final class Planner {
  private final ClusterState state;
  private final Rules rules;

  private Planner(ClusterState state, Rules rules) {
    this.state = state;
    this.rules = rules;
  }

  /** Looks only; may be asked while others look. */
  public static Plan plan(ClusterState state, Event event, Rules rules) {
    var decision = Scheduler.decide(state, event, rules);
    return decision.reply() instanceof Decision.Reply.Refused(var problem)
        ? new Plan.Refused(problem)
        : new Planner(state, rules).describe(decision.facts(), event.at());
  }

  /** What a submitted definition would do, were it admitted: told even where it would not be. */
  public static Plan.OfApp foretell(
      ClusterState state, AppSpec submitted, Instant at, Rules rules) {
    var spec = Admission.asKnown(state, submitted);
    var known = state.app(spec.id());
    boolean same =
        known
            .map(App::spec)
            .filter(was -> was.equals(spec) || was.differsInScaleOnly(spec))
            .isPresent();
    var kind =
        known.isEmpty()
            ? Deployment.Kind.START
            : same ? Deployment.Kind.SCALE : Deployment.Kind.RESTART;
    var action = new Deployment.Action(spec.id(), kind, at, spec.instances(), 0);
    var version = same ? known.orElseThrow().configVersion() : at;
    return new Planner(state, rules)
        .app(action, Optional.of(new Fact.AppDefined(spec, at, version, at, List.of())), at);
  }

  private Plan describe(List<Fact> facts, Instant at) {
    Map<AppId, Fact.AppDefined> defined = new LinkedHashMap<>();
    var actions = new ArrayList<Deployment.Action>();
    for (var fact : facts) {
      switch (fact) {
        case Fact.AppDefined definition -> defined.put(definition.spec().id(), definition);
        case Fact.DeploymentStarted started -> actions.addAll(started.actions());
        default -> {
          // The rest follows from these.
        }
      }
    }
    return new Plan.Changes(
        actions.stream()
            .map(action -> app(action, Optional.ofNullable(defined.get(action.app())), at))
            .toList());
  }

  private Plan.OfApp app(Deployment.Action action, Optional<Fact.AppDefined> next, Instant at) {
    var known = state.app(action.app());
    // Without a definition of its own the deployment leads to what is there, or to nothing.
    var spec =
        action.kind() == Deployment.Kind.STOP
            ? Optional.<AppSpec>empty()
            : next.map(Fact.AppDefined::spec).or(() -> known.map(App::spec));
    var version = next.map(Fact.AppDefined::configVersion).or(() -> known.map(App::configVersion));
    var diff =
        known.isPresent() && spec.isPresent()
            ? SpecDiff.of(known.get().spec(), spec.get())
            : List.<Plan.FieldChange>of();
    int resized =
        known.isPresent() && spec.isPresent()
            ? resized(known.get(), spec.get(), version.orElse(at))
            : 0;
    return new Plan.OfApp(
        action.app(),
        action.kind(),
        action.step(),
        diff,
        spec.map(it -> QuotaCheck.lines(state, it)).orElse(List.of()),
        resized,
        spec.map(it -> first(it, version.orElse(at), resized, at)).orElse(NOTHING));
  }

  /** How many of the app's instances would become ones of this version without a restart. */
  private int resized(App known, AppSpec spec, Instant version) {
    var next = known.with(spec, version);
    var headroom = new QuotaHeadroom(state, spec);
    int missing = next.wanted() - state.tally(spec.id(), version).active();
    return new InPlace(state, next, headroom, known.configVersion()).choose(missing).size();
  }

  private static final Plan.FirstStarts NOTHING =
      new Plan.FirstStarts(0, 0, List.of(), List.of(), Funnel.NONE, List.of(), List.of());

  private Plan.FirstStarts first(AppSpec spec, Instant version, int resized, Instant at) {
    int wanted = firstWave(spec, version, resized);
    int allowed = Math.min(wanted, QuotaCheck.headroom(state, spec));
    var placing =
        spec.policy().workload() instanceof Workload.PerAgent ? PerAgent.placing(spec) : spec;
    var placed = state.tally(spec.id(), version).places();
    var placement = Placement.of(state.pool(), placing, placed, state.applied());
    var vetoes = placement.vetoes();
    var spots = placement.place(allowed).spots();
    boolean roomShort = spots.size() < allowed;
    var wouldHelp =
        roomShort
            ? Explanation.of(state.pool(), placing, placed, allowed, state.applied())
                .counterfactuals()
            : List.<Counterfactual>of();
    return new Plan.FirstStarts(
        wanted,
        allowed,
        spots,
        vetoes,
        Explanation.funnel(state.pool(), placing, vetoes),
        wouldHelp,
        roomShort ? preempted(placing, version, allowed - spots.size(), at) : List.of());
  }

  /** As many as the upgrade strategy lets stand beside what is there. */
  private int firstWave(AppSpec spec, Instant version, int resized) {
    int there = state.tally(spec.id(), version).active() + resized;
    int missing = Math.max(0, spec.instances() - there);
    int live = state.awaitedOf(spec.id());
    int most = Math.max(spec.upgrade().maximumCapacity(spec.instances()), spec.instances());
    return Math.clamp((long) most - live, 0, missing);
  }

  private List<InstanceId> preempted(AppSpec spec, Instant version, int missing, Instant at) {
    return Preempting.makeRoom(state, spec, version, missing, at, rules).stream()
        .filter(Fact.InstanceKillDecided.class::isInstance)
        .map(fact -> ((Fact.InstanceKillDecided) fact).id())
        .toList();
  }
}
