package dev.ekiden.portal.base;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import dev.ekiden.portal.client.ApiException;
import dev.ekiden.portal.client.SignedOutException;
import jakarta.enterprise.context.Dependent;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What comes instead of a page that could not be made. Stands without the shell, which may be what
 * could not be made.
 */
@Dependent
public final class ErrorPage extends Div implements HasErrorParameter<Exception> {
  private final H1 title = new H1();
  private final Paragraph sentence = new Paragraph();

  /** Empty until it is told what happened. */
  public ErrorPage() {
    setId("error-page");
    addClassNames("page", "message-page");
    add(title, sentence, NotFoundPage.home());
  }

  @Override
  public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> error) {
    return switch (Failures.root(error.getException())) {
      case SignedOutException _ -> {
        title.setText("You were signed out");
        sentence.setText("Taking you to sign in…");
        event.getUI().getPage().reload();
        yield HttpServletResponse.SC_UNAUTHORIZED;
      }
      case ApiException e when e.status() == 404 -> {
        title.setText("Nothing here");
        sentence.setText(e.sentence());
        yield HttpServletResponse.SC_NOT_FOUND;
      }
      case ApiException e -> {
        title.setText("This page cannot be shown now");
        sentence.setText(e.sentences());
        yield HttpServletResponse.SC_SERVICE_UNAVAILABLE;
      }
      default -> {
        title.setText("This page is broken");
        sentence.setText(Failures.sentence(error.getException()));
        yield HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
      }
    };
  }
}
