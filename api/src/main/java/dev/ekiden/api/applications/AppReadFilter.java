package dev.ekiden.api.applications;

import dev.ekiden.api.control.View;
import dev.ekiden.api.security.Callers;
import dev.ekiden.api.security.Role;
import dev.ekiden.core.model.AppId;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * Answers the plain {@code GET /v2/apps/{id}}, which clients poll, ahead of JAX-RS and with the
 * bytes of last time while its app is unchanged. It only ever says 200, and only what {@link
 * AppsResource#get} would say: whatever else is asked, and every refusal, is left to that. Stands
 * behind the container's check of tokens and {@code LeaderFilter}; see web.xml.
 */
public class AppReadFilter implements Filter {
  private static final int OK = 200;

  private final AppAnswers answers = new AppAnswers();
  @Inject private View view;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var answer = answer((HttpServletRequest) request);
    if (answer.isPresent()) {
      write(answer.get(), (HttpServletResponse) response);
    } else {
      chain.doFilter(request, response);
    }
  }

  private Optional<AppAnswers.Answer> answer(HttpServletRequest request) {
    var named =
        PlainAppRead.of(
            request.getMethod(),
            request.getRequestURI(),
            Objects.requireNonNullElse(request.getQueryString(), ""),
            Objects.requireNonNullElse(request.getHeader("Accept"), PlainAppRead.ANYTHING));
    return named.filter(id -> mayLook(request, id)).flatMap(this::look).map(answers::of);
  }

  private static boolean mayLook(HttpServletRequest request, AppId id) {
    return Callers.of(request).filter(who -> who.may(id.project(), Role.VIEWER)).isPresent();
  }

  private Optional<AppInfos.Look> look(AppId id) {
    return view.read(
        state -> state.app(id).map(app -> AppInfos.look(state, app, AppInfos.Embed.EVERYTHING)));
  }

  private static void write(AppAnswers.Answer answer, HttpServletResponse response)
      throws IOException {
    response.setStatus(OK);
    response.setHeader("ETag", answer.tag());
    response.setContentType("application/json");
    response.setContentLength(answer.body().length);
    response.getOutputStream().write(answer.body());
  }
}
