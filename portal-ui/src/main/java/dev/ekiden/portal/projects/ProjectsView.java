package dev.ekiden.portal.projects;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.ekiden.portal.base.MainLayout;
import dev.ekiden.portal.base.Narrow;
import dev.ekiden.portal.base.Notices;
import dev.ekiden.portal.base.UsageBar;
import dev.ekiden.portal.client.MeClient;
import dev.ekiden.portal.client.Project;
import dev.ekiden.portal.client.ProjectClient;
import dev.ekiden.portal.client.Quota;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/** Every project with what it uses of its quota; admins change the quota here. */
@Route(value = "projects", layout = MainLayout.class)
@PageTitle("Projects & quotas – Ekiden")
@Dependent
public final class ProjectsView extends Div implements BeforeEnterObserver {
  private final MeClient people;
  private final ProjectClient projects;
  private final Grid<Project> grid = new Grid<>();

  /** Ready to be filled on entering. */
  @Inject
  public ProjectsView(MeClient people, ProjectClient projects) {
    this.people = people;
    this.projects = projects;
    addClassName("page");
    grid.setId("projects");
    grid.setAllRowsVisible(true);
    grid.setSelectionMode(Grid.SelectionMode.NONE);
    grid.setEmptyStateText("No projects yet.");
    grid.addColumn(Project::id).setHeader("Project").setAutoWidth(true).setFlexGrow(0);
    var apps = grid.addColumn(Project::apps).setHeader("Apps").setAutoWidth(true).setFlexGrow(0);
    var cpus =
        grid.addComponentColumn(
                row -> new UsageBar(row.used().cpus(), 0, row.quota().cpus(), "CPUs"))
            .setHeader("CPUs");
    grid.addComponentColumn(
            row -> new UsageBar(row.used().memMib(), 0, row.quota().memMib(), "MiB"))
        .setHeader("Memory");
    var instances =
        grid.addComponentColumn(
                row -> new UsageBar(row.used().instances(), 0, row.quota().instances(), ""))
            .setHeader("Instances");
    grid.addComponentColumn(this::edit).setHeader("Quota").setAutoWidth(true).setFlexGrow(0);
    Narrow.hides(grid, List.of(apps, cpus, instances));
    add(new H1("Projects & quotas"), grid);
  }

  private Button edit(Project project) {
    var button =
        new Button(
            "Edit",
            VaadinIcon.EDIT.create(),
            _ -> new QuotaDialog(project, quota -> save(project, quota)).open());
    button.setId("quota-edit-" + project.id());
    button.setAriaLabel("Edit the quota of " + project.id());
    button.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL);
    return button;
  }

  private void save(Project project, Quota quota) {
    projects.limit(project.id(), quota);
    grid.setItems(projects.list());
    Notices.done("The quota of " + project.id() + " is in force.");
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    if (people.me().admin()) {
      grid.setItems(projects.list());
    } else {
      event.rerouteToError(NotFoundException.class);
    }
  }
}
