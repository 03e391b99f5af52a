package dev.ekiden.portal.plan;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.server.VaadinServletRequest;
import dev.ekiden.portal.base.Copy;
import dev.ekiden.portal.base.Format;
import dev.ekiden.portal.client.ApiException;
import dev.ekiden.portal.client.Artifact;
import dev.ekiden.portal.client.Plan;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;

/** Asks what is still open about an upload, shows what deploying it would do, and deploys it. */
public final class PlanSheet extends Dialog {
  private static final int DIGEST_SHOWN = 19;

  /** What the sheet needs done for it. */
  public interface Backend {
    /** What {@code definition} would do. */
    Plan plan(JsonObject definition);

    /** Does it, as a change of an app that {@code exists} or as a new one, and goes there. */
    void deploy(JsonObject definition, boolean exists);
  }

  private final transient Backend backend;
  private final PlanForm form;
  private final PlanEffect effect = new PlanEffect(true);
  private final Span note = new Span();
  private final Span reason = new Span();
  private final Button deploy = new Button("Deploy", _ -> deploy());
  private final Code json = new Code();
  private final String user;
  private transient JsonObject definition = JsonObject.EMPTY_JSON_OBJECT;
  private boolean exists;

  /** For an upload, to be deployed to one of {@code projects}, {@code preferred} if that is one. */
  public PlanSheet(
      Artifact artifact, List<String> projects, String preferred, String user, Backend backend) {
    this.backend = backend;
    this.user = user;
    setId("plan-sheet");
    addClassName("sheet");
    setHeaderTitle("Deploy " + artifact.name());
    form = new PlanForm(artifact, projects, preferred, this::recompute);
    note.addClassName("plan-note");
    add(file(artifact), note, form, effect, definitionText());
    deploy.setId("plan-deploy");
    deploy.addThemeVariants(ButtonVariant.PRIMARY);
    reason.setId("plan-reason");
    reason.addClassName("reason");
    getFooter().add(reason, new Button("Cancel", _ -> close()), deploy);
    setWidth("44rem");
    recompute(form.draft());
  }

  private static Div file(Artifact artifact) {
    var digest =
        new Code(
            artifact.digest().substring(0, Math.min(DIGEST_SHOWN, artifact.digest().length()))
                + "…");
    digest.setTitle(artifact.digest());
    var text = Format.bytes(artifact.size()) + (artifact.known() ? ", stored before" : "");
    var line = new Div(new Span(text), digest);
    line.addClassName("file-line");
    return line;
  }

  private Details definitionText() {
    json.setId("plan-json");
    var pre = new Pre(json);
    pre.addClassName("code");
    var copies =
        new Div(
            new Copy("Copy JSON", json::getText),
            new Copy("Copy as curl", () -> Texts.curl(origin(), exists, definition, user)));
    copies.addClassName("buttons");
    var details = new Details("As JSON", copies, pre);
    details.setId("plan-as-json");
    return details;
  }

  private static String origin() {
    var page = URI.create(VaadinServletRequest.getCurrent().getRequestURL().toString());
    return page.getScheme() + "://" + page.getAuthority();
  }

  private void recompute(Draft draft) {
    definition = draft.definition();
    json.setText(Texts.pretty(definition));
    try {
      show(draft, backend.plan(definition));
    } catch (ApiException e) {
      refuse(form.show(e.fields()).isEmpty() && !e.fields().isEmpty() ? "" : e.sentence());
    }
  }

  private void show(Draft draft, Plan plan) {
    effect.show(plan, form.show(plan.errors()));
    exists = plan.changesExisting();
    note.setText(exists ? draft.id() + " exists: this replaces its current version." : "");
    deploy.setText(exists ? "Deploy new version" : "Deploy");
    if (draft.cmd().isEmpty()) {
      refuse("A command is missing.");
    } else if (!plan.valid() || !plan.errors().isEmpty()) {
      refuse("Something above is not right yet.");
    } else if (!plan.allowed()) {
      refuse(plan.sentence());
    } else if (plan.change().equals("NOTHING")) {
      refuse("This is exactly what runs already.");
    } else {
      reason.setText(plan.fits() ? "" : "It will wait until there is room.");
      reason.removeClassName("error-text");
      deploy.setEnabled(true);
    }
  }

  private void refuse(String why) {
    reason.setText(why);
    reason.addClassName("error-text");
    deploy.setEnabled(false);
  }

  private void deploy() {
    deploy.setEnabled(false);
    try {
      backend.deploy(definition, exists);
      close();
    } catch (ApiException e) {
      form.show(e.fields());
      refuse(e.sentences());
      deploy.setEnabled(true);
    }
  }
}
