package dev.ekiden.api.agentlink;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.security.Principal;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * Lets nobody near /agent/ without a client certificate made for agents or routers, and makes that
 * certificate's name the caller. Every port of the server serves every path, so this is the door.
 */
@WebFilter(urlPatterns = "/agent/*", asyncSupported = true)
public class CertificateFilter implements Filter {
  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var http = (HttpServletRequest) request;
    if (http.getAttribute(CERTIFICATES) instanceof X509Certificate[] certificates
        && certificates.length > 0) {
      var machine = MachineName.of(certificates[0].getSubjectX500Principal());
      if (machine.isPresent() && mayUse(http.getServletPath() + path(http), machine.get())) {
        chain.doFilter(as(http, machine.get()), response);
        return;
      }
    }
    ((HttpServletResponse) response)
        .sendError(HttpServletResponse.SC_FORBIDDEN, "a client certificate is required");
  }

  private static String path(HttpServletRequest request) {
    var path = request.getPathInfo();
    return path == null ? "" : path;
  }

  /** Routers hear routes and nothing else; agents everything but routes. */
  private static boolean mayUse(String path, MachineName machine) {
    return path.startsWith("/agent/routes") == machine.router();
  }

  private static HttpServletRequest as(HttpServletRequest request, MachineName machine) {
    return new HttpServletRequestWrapper(request) {
      @Override
      public Principal getUserPrincipal() {
        return machine;
      }

      // Liberty gives each WebSocket an HTTP session, and ends a secure one of a known caller when
      // that session expires: all links half an hour after they began. Without a session it takes
      // no notice, and a handshake costs less.
      @Override
      public @Nullable HttpSession getSession() {
        return null;
      }

      @Override
      public @Nullable HttpSession getSession(boolean create) {
        return null;
      }
    };
  }
}
