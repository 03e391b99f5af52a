package dev.ekiden.api.agentlink;

import dev.ekiden.api.artifacts.ArtifactStore;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;

/** Hands uploaded files to agents, by digest: {@code GET /agent/artifacts/<64 hex digits>}. */
@WebServlet("/agent/artifacts/*")
public class ArtifactDownload extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Inject private transient ArtifactStore store;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var path = request.getPathInfo();
    var file = store.find(path == null ? "" : path.substring(1));
    if (file.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND, "no artifact of that digest");
      return;
    }
    response.setContentType("application/octet-stream");
    response.setContentLengthLong(Files.size(file.get()));
    Files.copy(file.get(), response.getOutputStream());
  }
}
