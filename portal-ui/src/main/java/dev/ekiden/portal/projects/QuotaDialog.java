package dev.ekiden.portal.projects;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.orderedlayout.VerticalLayout;
import com.vaadin.flow.component.textfield.NumberField;
import dev.ekiden.portal.base.Format;
import dev.ekiden.portal.client.ApiException;
import dev.ekiden.portal.client.Limit;
import dev.ekiden.portal.client.Project;
import dev.ekiden.portal.client.Quota;
import java.util.List;
import java.util.function.Consumer;

/** Three limits of a project; an empty field is no limit. Stays open if they are refused. */
final class QuotaDialog extends Dialog {
  private final NumberField cpus = new NumberField("CPUs");
  private final NumberField memory = new NumberField("Memory");
  private final NumberField instances = new NumberField("Instances");
  private final Span problem = new Span();
  private final transient Consumer<Quota> save;

  QuotaDialog(Project project, Consumer<Quota> save) {
    this.save = save;
    setId("quota-dialog");
    addClassName("sheet");
    setHeaderTitle("Quota of " + project.id());
    setWidth("28rem");
    var used = project.used();
    prepare("quota-cpus", cpus, project.quota().cpus(), Format.amount(used.cpus(), "CPUs"));
    prepare("quota-mem", memory, project.quota().memMib(), Format.mebibytes(used.memMib()));
    prepare(
        "quota-instances",
        instances,
        project.quota().instances(),
        Format.amount(used.instances(), "instances"));
    cpus.setStep(0.1);
    memory.setStep(1);
    instances.setStep(1);
    memory.setSuffixComponent(new Span("MiB"));
    var fields = new VerticalLayout(cpus, memory, instances);
    fields.setPadding(false);
    add(
        new Paragraph(
            "Empty means no limit. What runs already keeps running, even above a new limit."),
        fields);
    var button = new Button("Save", _ -> trySave());
    button.setId("quota-save");
    button.addThemeVariants(ButtonVariant.PRIMARY);
    problem.setId("quota-problem");
    problem.addClassNames("reason", "error-text");
    getFooter().add(problem, new Button("Cancel", _ -> close()), button);
  }

  private static void prepare(String id, NumberField field, Limit limit, String used) {
    field.setId(id);
    field.setWidthFull();
    field.setMin(0);
    field.setPlaceholder("no limit");
    field.setClearButtonVisible(true);
    field.setHelperText("In use: " + used);
    field.setI18n(
        new NumberField.NumberFieldI18n()
            .setBadInputErrorMessage("A number, please.")
            .setMinErrorMessage("0 or more.")
            .setStepErrorMessage("A whole number, please."));
    if (limit instanceof Limit.Of(var value)) {
      field.setValue(value);
    }
  }

  private void trySave() {
    if (List.of(cpus, memory, instances).stream().anyMatch(NumberField::isInvalid)) {
      problem.setText("Something above is not right yet.");
      return;
    }
    try {
      save.accept(new Quota(limit(cpus), limit(memory), limit(instances)));
      close();
    } catch (ApiException e) {
      problem.setText(e.sentences());
    }
  }

  private static Limit limit(NumberField field) {
    return field.getOptionalValue().<Limit>map(Limit.Of::new).orElseGet(Limit.None::new);
  }
}
