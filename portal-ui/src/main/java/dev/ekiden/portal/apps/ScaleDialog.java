package dev.ekiden.portal.apps;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.ekiden.portal.client.ApiException;
import dev.ekiden.portal.client.App;
import dev.ekiden.portal.client.Plan;
import dev.ekiden.portal.plan.PlanEffect;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Asks how many instances, and shows what that would do. */
final class ScaleDialog extends Dialog {
  private static final List<String> OUTPUTS =
      List.of(
          "version",
          "versionInfo",
          "tasks",
          "tasksStaged",
          "tasksRunning",
          "tasksHealthy",
          "tasksUnhealthy",
          "deployments",
          "lastTaskFailure",
          "uris");

  private final transient App app;
  private final transient Function<JsonObject, Plan> planner;
  private final IntegerField number = new IntegerField("Instances");
  private final PlanEffect effect = new PlanEffect(false);
  private final Span reason = new Span();
  private final Button scale;

  ScaleDialog(App app, Function<JsonObject, Plan> planner, IntConsumer wanted) {
    this.app = app;
    this.planner = planner;
    setId("scale-dialog");
    addClassName("sheet");
    setHeaderTitle("Scale " + app.summary().id());
    setWidth("32rem");
    number.setId("scale-instances");
    number.setMin(0);
    number.setWidthFull();
    number.setStepButtonsVisible(true);
    number.setValue(app.summary().wanted());
    number.setHelperText("0 stops it and keeps its definition.");
    number.setValueChangeMode(ValueChangeMode.LAZY);
    number.addValueChangeListener(_ -> recompute());
    scale =
        new Button(
            "Scale",
            _ -> {
              close();
              wanted.accept(number.getValue());
            });
    scale.setId("scale-apply");
    scale.addThemeVariants(ButtonVariant.PRIMARY);
    reason.addClassNames("reason", "error-text");
    add(number, effect);
    getFooter().add(reason, new Button("Cancel", _ -> close()), scale);
    recompute();
  }

  private void recompute() {
    var instances = number.getOptionalValue().filter(value -> value >= 0);
    if (instances.isEmpty()) {
      refuse("How many? 0 or more.");
      return;
    }
    try {
      var plan = planner.apply(with(instances.get()));
      effect.show(plan, plan.errors());
      if (!plan.allowed()) {
        refuse(plan.sentence());
      } else if (instances.get() == app.summary().wanted()) {
        refuse("That is how many there are to be.");
      } else {
        reason.setText("");
        scale.setEnabled(true);
      }
    } catch (ApiException e) {
      refuse(e.sentences());
    }
  }

  private JsonObject with(int instances) {
    var definition = Json.createObjectBuilder(app.definition()).add("instances", instances);
    OUTPUTS.forEach(definition::remove);
    return definition.build();
  }

  private void refuse(String why) {
    reason.setText(why);
    scale.setEnabled(false);
  }
}
