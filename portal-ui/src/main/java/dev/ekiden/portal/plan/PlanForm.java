package dev.ekiden.portal.plan;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.formlayout.FormLayout;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.shared.HasValidationProperties;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.NumberField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.HasValueChangeMode;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.ekiden.portal.client.ApiException;
import dev.ekiden.portal.client.Artifact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Name, command, size, route and health of an app to be; tells of each change. */
final class PlanForm extends FormLayout {
  private static final int QUIET_MILLIS = 350;
  private static final double DEFAULT_CPUS = 0.5;
  private static final int DEFAULT_MEM_MIB = 512;

  private final String artifact;
  private final TextField name = new TextField("Name");
  private final Select<String> project = new Select<>();
  private final TextArea command = new TextArea("What command starts it?");
  private final IntegerField instances = new IntegerField("Instances");
  private final NumberField cpus = new NumberField("CPUs each");
  private final IntegerField memory = new IntegerField("Memory each");
  private final Checkbox routed = new Checkbox("Reached over HTTPS", true);
  private final Select<Draft.Check> check = new Select<>();
  private final TextField path = new TextField("Health path");
  private final Map<String, HasValidationProperties> byPath = new LinkedHashMap<>();
  private boolean commandTouched;

  PlanForm(Artifact artifact, List<String> projects, String preferred, Consumer<Draft> changed) {
    this.artifact = artifact.uri();
    prefill(artifact.suggestion());
    choices(projects, preferred);
    identify();
    setResponsiveSteps(new ResponsiveStep("0", 2), new ResponsiveStep("32rem", 6));
    add(name, projects.size() > 1 ? 3 : 6);
    if (projects.size() > 1) {
      add(project, 3);
    }
    add(command, 6);
    add(instances, 2);
    add(cpus, 2);
    add(memory, 2);
    add(routed, 6);
    add(check, 3);
    add(path, 3);
    quiet(name, command, instances, cpus, memory, path);
    command.addValueChangeListener(_ -> commandTouched = true);
    for (var field : List.<HasValue<?, ?>>of(project, check, routed)) {
      field.addValueChangeListener(_ -> shape());
    }
    for (var field :
        List.<HasValue<?, ?>>of(
            name, project, command, instances, cpus, memory, routed, check, path)) {
      field.addValueChangeListener(_ -> changed.accept(draft()));
    }
  }

  private void prefill(Artifact.Suggestion guess) {
    name.setValue(guess.name());
    command.setValue(guess.cmd());
    command.setHelperText(
        (guess.why().isBlank() ? "" : guess.why() + " ")
            + "It runs where your files are, and must listen on the port in $PORT.");
    command.setPlaceholder("exec ./server --port $PORT");
    instances.setValue(1);
    cpus.setValue(guess.cpus() > 0 ? guess.cpus() : DEFAULT_CPUS);
    memory.setValue(guess.memMib() > 0 ? (int) guess.memMib() : DEFAULT_MEM_MIB);
    path.setValue("/");
  }

  private void choices(List<String> projects, String preferred) {
    project.setLabel("Project");
    project.setItems(projects);
    if (!projects.isEmpty()) {
      project.setValue(projects.contains(preferred) ? preferred : projects.getFirst());
    }
    check.setLabel("It is well when it");
    check.setItems(Draft.Check.values());
    check.setItemLabelGenerator(item -> item.label);
    check.setValue(Draft.Check.HTTP);
    instances.setMin(0);
    instances.setStepButtonsVisible(true);
    cpus.setMin(0.01);
    cpus.setStep(0.01);
    memory.setMin(4);
    memory.setSuffixComponent(new Span("MiB"));
    command.setMinRows(1);
    command.setMaxRows(6);
    name.setRequiredIndicatorVisible(true);
    command.setRequiredIndicatorVisible(true);
  }

  private void identify() {
    at("plan-name", name, "/id");
    at("plan-project", project, "/project");
    at("plan-command", command, "/cmd");
    at("plan-instances", instances, "/instances");
    at("plan-cpus", cpus, "/cpus");
    at("plan-memory", memory, "/mem");
    at("plan-check", check, "/healthChecks");
    at("plan-path", path, "/healthChecks/0/path");
    routed.setId("plan-routed");
  }

  private <F extends Component & HasValidationProperties> void at(
      String id, F field, String errorPath) {
    field.setId(id);
    byPath.put(errorPath, field);
  }

  private static void quiet(HasValueChangeMode... fields) {
    for (var field : fields) {
      field.setValueChangeMode(ValueChangeMode.LAZY);
      field.setValueChangeTimeout(QUIET_MILLIS);
    }
  }

  private void shape() {
    check.setVisible(routed.getValue());
    path.setVisible(routed.getValue() && check.getValue() == Draft.Check.HTTP);
  }

  Draft draft() {
    return new Draft(
        artifact,
        project.getOptionalValue().orElse(""),
        name.getValue().strip(),
        command.getValue().strip(),
        instances.getOptionalValue().orElse(0),
        cpus.getOptionalValue().orElse(0.0),
        memory.getOptionalValue().orElse(0),
        routed.getValue(),
        check.getValue(),
        path.getValue().strip());
  }

  /**
   * Marks the fields that are meant; answers the errors of which none is. A command that nobody has
   * typed yet is a question, not an error.
   */
  List<ApiException.Field> show(List<ApiException.Field> errors) {
    byPath.values().forEach(field -> field.setInvalid(false));
    var others = new ArrayList<ApiException.Field>();
    for (var error : errors) {
      if (error.path().equals("/cmd") && !commandTouched) {
        continue;
      }
      if (byPath.get(error.path()) instanceof HasValidationProperties field) {
        field.setErrorMessage(error.message());
        field.setInvalid(true);
      } else {
        others.add(error);
      }
    }
    return others;
  }
}
