package dev.ekiden.portal.plan;

import com.vaadin.flow.component.UI;
import dev.ekiden.portal.base.CurrentProject;
import dev.ekiden.portal.client.AppClient;
import dev.ekiden.portal.client.Artifact;
import dev.ekiden.portal.client.MeClient;
import dev.ekiden.portal.client.Plan;
import dev.ekiden.portal.client.PlanClient;
import dev.ekiden.portal.client.Project;
import dev.ekiden.portal.client.ProjectClient;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;

/** Opens Plan sheets and carries out what they decide. */
@Dependent
public final class Deploying implements PlanSheet.Backend {
  private final MeClient people;
  private final ProjectClient projects;
  private final PlanClient plans;
  private final AppClient apps;

  /** In the name of the person at the page. */
  @Inject
  public Deploying(MeClient people, ProjectClient projects, PlanClient plans, AppClient apps) {
    this.people = people;
    this.projects = projects;
    this.plans = plans;
    this.apps = apps;
  }

  /** Opens the sheet for an upload. */
  public void open(Artifact artifact) {
    var ids = projects.list().stream().map(Project::id).toList();
    var me = people.me();
    new PlanSheet(artifact, ids, CurrentProject.get(), me.name(), this).open();
  }

  @Override
  public Plan plan(JsonObject definition) {
    return plans.plan(definition);
  }

  @Override
  public void deploy(JsonObject definition, boolean exists) {
    var deployment =
        exists ? apps.change(definition.getString("id"), definition) : apps.create(definition);
    UI.getCurrent().navigate("deployments/" + deployment);
  }
}
