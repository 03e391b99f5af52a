package dev.ekiden.portal.apps;

import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Pre;
import dev.ekiden.portal.base.Copy;
import dev.ekiden.portal.plan.Texts;
import jakarta.json.JsonObject;

/** The app's definition as it is stored, to read and to copy. */
final class DefinitionPanel extends Details {
  private final Pre text = new Pre();

  DefinitionPanel() {
    setId("app-definition");
    setSummaryText("Definition as JSON");
    text.addClassName("code");
    add(new Copy("Copy JSON", text::getText), text);
  }

  void show(JsonObject definition) {
    text.setText(Texts.pretty(definition));
  }
}
