package dev.ekiden.portal.blank;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.Route;

/** The only page that tests of single components see; alone in its package for that. */
@Route("")
public final class BlankPage extends Div {}
