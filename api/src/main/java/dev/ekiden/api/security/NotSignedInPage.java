package dev.ekiden.api.security;

import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.ApiProblem;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Body of the 401 that the container answers before any resource is reached: the token was missing,
 * expired or not ours. Whatever the method, the sentence is the same.
 */
@WebServlet("/not-signed-in")
public class NotSignedInPage extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var problem = ApiProblem.notSignedIn();
    response.setStatus(problem.status());
    response.setContentType("application/json");
    var body = Json.object().put("message", problem.getMessage()).put("code", problem.code());
    response.getOutputStream().write(body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
