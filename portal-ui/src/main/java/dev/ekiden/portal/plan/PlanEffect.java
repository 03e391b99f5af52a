package dev.ekiden.portal.plan;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.ekiden.portal.base.Format;
import dev.ekiden.portal.base.StateMark;
import dev.ekiden.portal.base.UsageBar;
import dev.ekiden.portal.client.ApiException;
import dev.ekiden.portal.client.Plan;
import java.util.List;
import java.util.stream.Collectors;

/** What a plan would do: where it goes, why not elsewhere, its route, its share of the quota. */
public final class PlanEffect extends Div {
  private final Div fits = new Div();
  private final Span route = new Span();
  private final Div quota = new Div();
  private final Div errors = new Div();

  /** Empty until {@link #show}. */
  public PlanEffect(boolean withRoute) {
    addClassName("plan-effect");
    fits.setId("plan-fits");
    route.setId("plan-route");
    quota.setId("plan-quota");
    quota.addClassName("quota-lines");
    errors.setId("plan-errors");
    errors.addClassName("error-text");
    add(errors, row("Fits", fits));
    if (withRoute) {
      add(row("Route", route));
    }
    add(row("Quota", quota));
  }

  private static Div row(String label, com.vaadin.flow.component.Component value) {
    var name = new Span(label);
    name.addClassName("row-label");
    var row = new Div(name, value);
    row.addClassName("fact-row");
    return row;
  }

  /** Shows {@code plan}, and those of its errors that belong to no field. */
  public void show(Plan plan, List<ApiException.Field> others) {
    errors.removeAll();
    others.forEach(error -> errors.add(new Div(error.path() + ": " + error.message())));
    showFits(plan);
    route.setText(plan.route().isEmpty() ? "none" : plan.route());
    showQuota(plan);
  }

  private void showFits(Plan plan) {
    fits.removeAll();
    if (!plan.valid()) {
      fits.add(new Span("Not known until the fields above are right."));
      return;
    }
    fits.add(StateMark.fits(plan.fits()), new Div(plan.sentence()));
    var where =
        plan.placements().stream()
            .map(placement -> placement.agent() + " × " + placement.instances())
            .collect(Collectors.joining(", "));
    if (!where.isEmpty()) {
      fits.add(new Div("Would go to " + where + "."));
    }
    var refusals = new UnorderedList();
    plan.agents().stream()
        .filter(fit -> !fit.fits())
        .forEach(fit -> refusals.add(new ListItem(fit.agent() + " " + fit.why())));
    if (refusals.getChildren().findAny().isPresent()) {
      refusals.addClassName("refusals");
      fits.add(refusals);
    }
  }

  private void showQuota(Plan plan) {
    quota.removeAll();
    for (var effect : plan.quota()) {
      var name =
          new Span(effect.resource().equals("cpus") ? "CPUs" : Format.words(effect.resource()));
      name.addClassName("quota-name");
      var unit = unit(effect);
      var bar = new UsageBar(effect.used(), effect.asked(), effect.limit(), unit);
      var line = new Div(name, bar);
      line.addClassName("quota-line");
      if (!effect.fits()) {
        line.addClassName("quota-refused");
      }
      quota.add(line);
    }
    if (plan.quota().isEmpty()) {
      quota.add(new Span("This project has no limits."));
    }
  }

  private static String unit(Plan.Effect effect) {
    return effect.unit().equals("MiB") ? "MiB" : "";
  }
}
