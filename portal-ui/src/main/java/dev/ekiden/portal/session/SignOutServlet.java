package dev.ekiden.portal.session;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;

/** Ends the session here, then sends the browser to the provider to end it there. */
@WebServlet("/sign-out")
public final class SignOutServlet extends HttpServlet {
  @Inject transient Connections connections;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var home = URI.create(request.getRequestURL().toString()).resolve("./").toString();
    var session = request.getSession(false);
    if (session == null || !(session.getAttribute(Tokens.KEY) instanceof Tokens tokens)) {
      response.sendRedirect(home);
      return;
    }
    var grant = tokens.end();
    session.invalidate();
    SsoCookie.takeAway(response);
    response.sendRedirect(connections.provider().endSession(grant, home));
  }
}
