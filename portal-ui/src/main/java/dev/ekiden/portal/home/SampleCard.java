package dev.ekiden.portal.home;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;

/** No app at hand? One click. */
final class SampleCard extends Div {
  SampleCard(Runnable deploy) {
    addClassNames("panel", "sample-card");
    var button = new Button("Deploy the sample", _ -> deploy.run());
    button.setId("sample-deploy");
    button.setDisableOnClick(false);
    var title = new Span("No app at hand?");
    title.addClassName("card-title");
    var text = new Div(title, new Span("A tiny web server that says who and where it is."));
    text.addClassName("card-text");
    add(VaadinIcon.CUBE.create(), text, button);
  }
}
