package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.Funnel;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.place.Counterfactual;
import dev.ekiden.core.place.Placement;
import dev.ekiden.core.share.QuotaLine;
import dev.ekiden.core.state.Deployment;
import java.util.List;

/** What an event would do, were it sent now. */
public sealed interface Plan {
  /** It would be refused. */
  record Refused(Problem problem) implements Plan {}

  /** These apps would change, in the order of their steps; nothing if there are none. */
  record Changes(List<OfApp> apps) implements Plan {
    public Changes {
      apps = List.copyOf(apps);
    }
  }

  /**
   * What would become of one app.
   *
   * @param diff of its definition; empty for a new app, one that goes, or a restart
   * @param quota its groups' limits beside what all would want then
   * @param resized so many instances would get another size as they run, as far as can be told now
   * @param first instances that would start in the beginning
   */
  record OfApp(
      AppId app,
      Deployment.Kind kind,
      int step,
      List<FieldChange> diff,
      List<QuotaLine> quota,
      int resized,
      FirstStarts first) {
    public OfApp {
      diff = List.copyOf(diff);
      quota = List.copyOf(quota);
    }
  }

  /** A field of a definition; empty for what is not there. */
  record FieldChange(String field, String before, String after) {}

  /**
   * Where the first instances would go.
   *
   * @param wanted so many
   * @param withinQuota so many of them may start
   * @param spots places for those that find one
   * @param vetoes what agents say to the first one, those that refuse
   * @param funnel the same, counted
   * @param wouldHelp changes with which all would find a place
   * @param preempted what would be ended to make room for the next one that finds none
   */
  record FirstStarts(
      int wanted,
      int withinQuota,
      List<Placement.Spot> spots,
      List<Veto> vetoes,
      Funnel funnel,
      List<Counterfactual> wouldHelp,
      List<InstanceId> preempted) {
    public FirstStarts {
      spots = List.copyOf(spots);
      vetoes = List.copyOf(vetoes);
      wouldHelp = List.copyOf(wouldHelp);
      preempted = List.copyOf(preempted);
    }

    /** So many would have to wait. */
    public int waiting() {
      return wanted - spots.size();
    }
  }
}
