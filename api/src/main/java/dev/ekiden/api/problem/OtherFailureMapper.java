package dev.ekiden.api.problem;

import dev.ekiden.api.json.Json;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Everything nobody expected: a sentence and a reference for the caller, the cause for the log. */
@Provider
public class OtherFailureMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger(OtherFailureMapper.class.getName());

  @Override
  public Response toResponse(Throwable failure) {
    if (failure instanceof WebApplicationException known) {
      return answer(known.getResponse().getStatus(), sentence(known));
    }
    var reference = UUID.randomUUID().toString();
    LOG.log(Level.SEVERE, "request failed, reference " + reference, failure);
    return answer(500, "Something broke on our side. Nothing was changed. Reference " + reference);
  }

  private static String sentence(WebApplicationException known) {
    return switch (known.getResponse().getStatus()) {
      case 404 -> "There is nothing at this address";
      case 405 -> "This address does not take that method";
      case 415 -> "Send application/json";
      default -> known.getResponse().getStatusInfo().getReasonPhrase();
    };
  }

  private static Response answer(int status, String message) {
    var answer =
        Response.status(status)
            .type(MediaType.APPLICATION_JSON)
            .entity(Json.object().put("message", message));
    if (status == 503) {
      answer.header("Retry-After", ApiProblemMapper.RETRY_SECONDS);
    }
    return answer.build();
  }
}
