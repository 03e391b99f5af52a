package dev.ekiden.api.artifacts;

import dev.ekiden.api.control.Settings;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.security.Callers;
import dev.ekiden.api.security.Role;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.regex.Pattern;

/** Uploads: bytes in, digest out. */
@Path("/v3/artifacts")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ArtifactsResource {
  private static final Pattern NAME = Pattern.compile("[^/\\x00-\\x1f]{1,200}");
  private static final String SAMPLE = "sample.jar";

  @Inject private Callers callers;
  @Inject private ArtifactStore store;
  @Inject private Settings settings;

  /** What callers get for their bytes; {@code uri} goes into an app's {@code fetch}. */
  public record Artifact(
      String digest,
      long size,
      String name,
      String uri,
      boolean known,
      String kind,
      Object suggestion) {}

  /** Streams the body to disk; 201, or 200 if the same bytes were known. */
  @PUT
  @Consumes(MediaType.WILDCARD)
  public Response put(@QueryParam("name") String name, InputStream body) {
    needDeployer();
    if (name == null || !NAME.matcher(name).matches() || name.startsWith(".")) {
      throw ApiProblem.badRequest(
          "Add ?name= with the file's name: it tells how the file is unpacked");
    }
    return answer(store.put(body), name);
  }

  /** Puts the sample app into the store, as if it had been uploaded. */
  @POST
  @Path("sample")
  public Response sample() {
    needDeployer();
    var sample = java.nio.file.Path.of(settings.sample());
    if (settings.sample().isEmpty() || !Files.isRegularFile(sample)) {
      throw ApiProblem.notFound("This master was started without a sample app");
    }
    try (var bytes = Files.newInputStream(sample)) {
      return answer(store.put(bytes), SAMPLE);
    } catch (IOException e) {
      throw ApiProblem.unavailable("The sample app cannot be read: " + e.getMessage());
    }
  }

  /** Whether the bytes of this digest are known: 200 or 404. */
  @HEAD
  @Path("sha256:{digest}")
  public Response exists(@PathParam("digest") String digest) {
    needDeployer();
    return Response.status(store.find(digest).isPresent() ? 200 : 404).build();
  }

  private void needDeployer() {
    if (!callers.current().mayAnywhere(Role.DEPLOYER)) {
      throw ApiProblem.forbidden("Uploading needs the role deployer in some project.");
    }
  }

  private static Response answer(ArtifactStore.Stored stored, String name) {
    var artifact =
        new Artifact(
            "sha256:" + stored.digest(),
            stored.size(),
            name,
            "artifact:sha256:" + stored.digest() + "/" + name,
            stored.known(),
            ArtifactKind.of(name).name(),
            Suggestion.of(stored.file(), name));
    return Response.status(stored.known() ? 200 : 201).entity(artifact).build();
  }
}
