package dev.ekiden.api.instances;

import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.security.Callers;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.wire.Answer;
import dev.ekiden.core.wire.Question;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The sandbox of an instance: its directories page by page, its files as streams. */
@Path("/v3/instances/{id}/files")
@RequestScoped
public class FilesResource {
  private static final int MOST_ENTRIES = 1_000;

  @Inject private Callers callers;
  @Inject private KnownInstances instances;
  @Inject private ReadingThreads threads;

  /**
   * @param path of a directory; empty for the sandbox itself
   * @param after the last name of the page before
   */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public void list(
      @PathParam("id") String id,
      @QueryParam("path") @DefaultValue("") String path,
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit") @DefaultValue("200") int limit,
      @Suspended AsyncResponse answer) {
    if (limit < 1 || limit > MOST_ENTRIES) {
      throw ApiProblem.badRequest("limit must be 1 to " + MOST_ENTRIES);
    }
    var caller = callers.current();
    var instance = instances.visible(caller, id);
    var question = new Question.Files(instance.id().value(), path, after, limit);
    threads.start(
        caller.name(),
        reader -> {
          reader.ask(instance.agent(), question);
          answer.resume(entries(path, Answers.next(reader).orElseThrow()));
        },
        answer::resume);
  }

  private static ObjectNode entries(String path, Answer answer) {
    if (!(answer instanceof Answer.Entries page)) {
      throw new IllegalStateException("no entries: " + answer);
    }
    var tidy = path.replaceAll("/+", "/").replaceAll("^/|/$", "");
    var node = Json.object().put("path", tidy);
    var entries = node.putArray("entries");
    for (var entry : page.entries()) {
      var one =
          entries
              .addObject()
              .put("name", entry.name())
              .put("path", tidy.isEmpty() ? entry.name() : tidy + "/" + entry.name())
              .put("kind", entry.kind().name())
              .put("size", entry.size())
              .put("modified", Json.time(Instant.ofEpochMilli(entry.modifiedMillis())))
              .put("mode", "%04o".formatted(entry.mode()));
      if (!entry.target().isEmpty()) {
        one.put("target", entry.target());
      }
    }
    if (page.more() && !page.entries().isEmpty()) {
      node.put("next", page.entries().getLast().name());
    } else {
      node.putNull("next");
    }
    return node.put("whole", page.whole());
  }

  /**
   * @param offset of the first byte
   * @param length bytes at most; 0 for all
   * @param range the same by {@code Range}, if neither of those is given; 416 if there is nothing
   *     of it
   */
  @GET
  @Path("content")
  public void content(
      @PathParam("id") String id,
      @QueryParam("path") @DefaultValue("") String path,
      @QueryParam("offset") @DefaultValue("0") long offset,
      @QueryParam("length") @DefaultValue("0") long length,
      @HeaderParam("Range") @DefaultValue("") String range,
      @HeaderParam("If-Range") @DefaultValue("") String condition,
      @Suspended AsyncResponse answer) {
    if (offset < 0 || length < 0) {
      throw ApiProblem.badRequest("offset and length must not be negative");
    }
    var caller = callers.current();
    var instance = instances.visible(caller, id);
    var asked =
        offset == 0 && length == 0 ? ByteRange.of(range, condition) : Optional.<ByteRange>empty();
    var part = asked.orElse(new ByteRange(offset, length));
    threads.start(
        caller.name(),
        reader -> {
          reader.ask(instance.agent(), question(instance, path, part));
          if (!(Answers.next(reader).orElseThrow() instanceof Answer.Head head)) {
            throw new IllegalStateException("content without a head");
          }
          if (asked.isPresent() && part.isBeyond(head.size())) {
            answer.resume(
                Response.status(Response.Status.REQUESTED_RANGE_NOT_SATISFIABLE)
                    .header("Content-Range", "bytes */" + head.size())
                    .build());
            return;
          }
          StreamingOutput content = out -> FileContent.copy(reader, head.length(), out);
          var response =
              Response.ok(content, MediaType.APPLICATION_OCTET_STREAM)
                  .header("Accept-Ranges", "bytes");
          if (asked.isPresent()) {
            response
                .status(Response.Status.PARTIAL_CONTENT)
                .header("Content-Range", part.of(head.length(), head.size()));
          }
          answer.resume(
              response
                  .header("Content-Length", head.length())
                  .header("X-File-Size", head.size())
                  .header("Content-Disposition", FileContent.attachment(path))
                  // Whatever it is, no browser is to take it for a page of ours.
                  .header("X-Content-Type-Options", "nosniff")
                  .header("Cache-Control", "no-store")
                  .lastModified(Date.from(Instant.ofEpochMilli(head.modifiedMillis())))
                  .build());
        },
        answer::resume);
  }

  private static Question question(Instance instance, String path, ByteRange part) {
    return new Question.Download(
        instance.id().value(),
        path,
        part.offset(),
        part.length() == 0 ? Long.MAX_VALUE : part.length());
  }
}
