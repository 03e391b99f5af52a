package dev.ekiden.portal.base;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.ParentLayout;
import jakarta.enterprise.context.Dependent;
import jakarta.servlet.http.HttpServletResponse;

/** For addresses that are none, and for those one may not know of. */
@Dependent
@ParentLayout(MainLayout.class)
public final class NotFoundPage extends Div implements HasErrorParameter<NotFoundException> {
  /** The same for every address. */
  public NotFoundPage() {
    setId("not-found");
    addClassNames("page", "message-page");
    add(
        new H1("Nothing here"),
        new Paragraph("There is no such page, or you may not see it."),
        home());
  }

  static Anchor home() {
    var home = new Anchor("", "Back to Home");
    home.getElement().setAttribute("router-link", true);
    return home;
  }

  @Override
  public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<NotFoundException> error) {
    return HttpServletResponse.SC_NOT_FOUND;
  }
}
