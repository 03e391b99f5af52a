package dev.ekiden.api.info;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** What everybody may ask. */
@Path("/")
@RequestScoped
public class PingResource {
  @GET
  public Response root() {
    return Response.status(Response.Status.FOUND).location(URI.create("/ui/")).build();
  }

  /** Answers as soon as this master serves requests, leading or not. */
  @GET
  @Path("ping")
  @Produces(MediaType.TEXT_PLAIN)
  public String ping() {
    return "pong";
  }
}
