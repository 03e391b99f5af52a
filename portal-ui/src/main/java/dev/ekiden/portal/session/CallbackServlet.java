package dev.ekiden.portal.session;

import jakarta.inject.Inject;
import jakarta.security.enterprise.identitystore.openid.OpenIdContext;
import jakarta.security.enterprise.identitystore.openid.RefreshToken;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Where the provider sends the browser back to, after the server has checked the answer: hands the
 * tokens to {@link ArriveServlet} and leaves the server's own session and cookie behind.
 */
@WebServlet("/callback")
public final class CallbackServlet extends HttpServlet {
  private static final long UNKNOWN_LIFE_SECONDS = 60;

  @Inject transient OpenIdContext oidc;
  @Inject transient Arrivals arrivals;
  @Inject transient Connections connections;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var provider = connections.provider();
    var access = oidc.getAccessToken();
    var life = Optional.ofNullable(access.getExpirationTime()).orElse(UNKNOWN_LIFE_SECONDS);
    var grant =
        new Grant(
            access.getToken(),
            oidc.getRefreshToken().map(RefreshToken::getToken).orElse(""),
            oidc.getIdentityToken().getToken(),
            provider.now().plusSeconds(life));
    var session = request.getSession(true);
    var target =
        session.getAttribute(SignInFilter.TARGET) instanceof String page
            ? page
            : request.getContextPath() + "/";
    session.invalidate();
    SsoCookie.takeAway(response);
    var ticket = arrivals.expect(new Tokens(provider, grant), target, provider.now());
    response.addCookie(ArriveServlet.ticket(request, ticket, (int) Arrivals.LIFE.toSeconds()));
    response.sendRedirect(request.getContextPath() + "/arrive");
  }
}
