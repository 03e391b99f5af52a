package dev.ekiden.portal.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;

/** A part of a page under its own heading. */
public final class Panel extends Section {
  /** {@code title} is its heading and its name for screen readers. */
  public Panel(String title, Component... content) {
    addClassName("panel");
    getElement().setAttribute("aria-label", title);
    add(new H2(title));
    add(content);
  }
}
