package dev.ekiden.portal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.BrowserlessTest;
import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import dev.ekiden.portal.blank.BlankPage;
import dev.ekiden.portal.client.ApiException;
import dev.ekiden.portal.client.Artifact;
import dev.ekiden.portal.client.Limit;
import dev.ekiden.portal.client.Plan;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@ViewPackages(classes = BlankPage.class)
class PlanSheetTests extends BrowserlessTest {
  private final Backend backend = new Backend();

  @Test
  void asks_for_the_command_and_says_that_it_is_missing() {
    open("");
    assertThat(part(TextArea.class, "plan-command").isInvalid()).isFalse();
    assertThat(part(Span.class, "plan-reason").getText()).isEqualTo("A command is missing.");
    assertThat(deploy().isEnabled()).isFalse();
  }

  @Test
  void deploys_what_the_form_says() {
    open("");
    part(TextArea.class, "plan-command").setValue("exec bin/catalina.sh run");
    part(IntegerField.class, "plan-memory").setValue(768);
    assertThat(deploy().isEnabled()).isTrue();
    deploy().click();
    var definition = backend.deployed.getFirst();
    assertThat(definition.getString("id")).isEqualTo("/shop/tomcat");
    assertThat(definition.getInt("mem")).isEqualTo(768);
    assertThat(definition.getJsonArray("fetch").getJsonObject(0).getString("uri"))
        .isEqualTo("artifact:sha256:ab/tomcat.zip");
    assertThat(definition.getJsonArray("healthChecks").getJsonObject(0).getString("path"))
        .isEqualTo("/");
  }

  @Test
  void shows_an_error_at_its_field() {
    open("run");
    backend.errors = List.of(new ApiException.Field("/id", "Small letters only."));
    part(TextField.class, "plan-name").setValue("Tomcat");
    var name = part(TextField.class, "plan-name");
    assertThat(name.isInvalid()).isTrue();
    assertThat(name.getErrorMessage()).isEqualTo("Small letters only.");
    assertThat(deploy().isEnabled()).isFalse();
  }

  @Test
  void refuses_above_the_quota_with_the_plans_sentence() {
    backend.quotaFits = false;
    open("run");
    assertThat(deploy().isEnabled()).isFalse();
    assertThat(part(Span.class, "plan-reason").getText()).isEqualTo("Plan says so.");
    assertThat(part(Div.class, "plan-quota").getElement().getTextRecursively())
        .contains("1 GiB → 1.5 GiB of 1.25 GiB");
  }

  @Test
  void names_each_agent_that_refuses() {
    open("run");
    assertThat(part(Div.class, "plan-fits").getElement().getTextRecursively())
        .contains("Fits", "agent-1 is full");
  }

  @Test
  void says_that_it_replaces_what_exists() {
    backend.change = "UPDATE";
    open("run");
    assertThat(deploy().getText()).isEqualTo("Deploy new version");
    deploy().click();
    assertThat(backend.replaced).isTrue();
  }

  private void open(String command) {
    var guess = new Artifact.Suggestion("tomcat", command, "Because.", 0.5, 512);
    var artifact =
        new Artifact(
            "sha256:abcdef", 12, "tomcat.zip", "artifact:sha256:ab/tomcat.zip", false, guess);
    var sheet = new PlanSheet(artifact, List.of("shop", "data"), "", "alice", backend);
    UI.getCurrent().add(sheet);
    sheet.open();
  }

  private <C extends Component> C part(Class<C> type, String id) {
    return find(type).withId(id).single();
  }

  private Button deploy() {
    return part(Button.class, "plan-deploy");
  }

  private static final class Backend implements PlanSheet.Backend {
    private final List<JsonObject> deployed = new ArrayList<>();
    private List<ApiException.Field> errors = List.of();
    private boolean quotaFits = true;
    private boolean replaced;
    private String change = "CREATE";

    @Override
    public Plan plan(JsonObject definition) {
      var limit = new Limit.Of(quotaFits ? 4096 : 1280);
      return new Plan(
          errors.isEmpty(),
          errors,
          true,
          "Plan says so.",
          "https://x",
          change,
          List.of(new Plan.Fit("agent-1", false, "is full"), new Plan.Fit("agent-2", true, "")),
          List.of(new Plan.Placement("agent-2", 1)),
          List.of(new Plan.Effect("memory", "MiB", limit, 1024, 512, quotaFits)));
    }

    @Override
    public void deploy(JsonObject definition, boolean exists) {
      deployed.add(definition);
      replaced = exists;
    }
  }
}
