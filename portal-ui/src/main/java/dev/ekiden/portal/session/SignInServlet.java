package dev.ekiden.portal.session;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Being asked for this page makes the server start signing in. Who gets here is known to the server
 * already: to us as well, or only to the server after our session ended, and then it starts anew.
 */
@WebServlet("/sign-in")
public final class SignInServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    SsoCookie.takeAway(response);
    var session = request.getSession(false);
    var ours = session != null && session.getAttribute(Tokens.KEY) instanceof Tokens;
    response.sendRedirect(request.getContextPath() + (ours ? "/" : "/sign-in"));
  }
}
