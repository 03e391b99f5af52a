package dev.ekiden.portal.apps;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.ekiden.portal.base.Ago;
import dev.ekiden.portal.base.StateMark;
import dev.ekiden.portal.client.App;
import dev.ekiden.portal.client.Plan;

/** Why instances have no place yet, agent by agent; invisible if all have one. */
final class WaitingPanel extends Div {
  WaitingPanel() {
    setId("app-waiting");
    addClassNames("panel", "waiting");
    setVisible(false);
  }

  void show(App.Waiting waiting) {
    removeAll();
    setVisible(waiting.missing() > 0);
    var since =
        new Span(
            new Span(waiting.missing() + " waiting, the first came "), new Ago(waiting.since()));
    since.addClassName("meta");
    add(new H2("Waiting for room"), since, new Paragraph(waiting.sentence()));
    waiting.agents().forEach(fit -> add(line(fit)));
  }

  private static Div line(Plan.Fit fit) {
    var agent = new Span(fit.agent());
    agent.addClassName("waiting-agent");
    var why = new Span(fit.fits() ? "could take one" : fit.why());
    var line = new Div(StateMark.fits(fit.fits()), agent, why);
    line.addClassName("waiting-line");
    return line;
  }
}
