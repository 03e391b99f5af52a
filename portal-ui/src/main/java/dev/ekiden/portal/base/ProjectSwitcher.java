package dev.ekiden.portal.base;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.select.Select;
import dev.ekiden.portal.client.Project;
import java.util.List;

/** Chooses the project to look at. */
final class ProjectSwitcher extends Select<String> {
  ProjectSwitcher(List<Project> projects) {
    setId("project-switcher");
    setAriaLabel("Project");
    setEmptySelectionAllowed(true);
    setEmptySelectionCaption("All projects");
    setItems(projects.stream().map(Project::id).toList());
    setItemLabelGenerator(id -> id == null ? "All projects" : id);
    if (projects.stream().anyMatch(project -> project.id().equals(CurrentProject.get()))) {
      setValue(CurrentProject.get());
    }
    addValueChangeListener(
        change -> {
          CurrentProject.set(change.getHasValue().getOptionalValue().orElse(""));
          UI.getCurrent().refreshCurrentRoute(false);
        });
  }
}
