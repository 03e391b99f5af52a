package dev.ekiden.api.forward;

import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.problem.ApiProblemMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLHandshakeException;

/**
 * Passes requests on to the leader. One that surely has not been done is offered again while the
 * caller's patience lasts; one that may have been done is asked again only if asking changes
 * nothing. Blocks, so each request needs a thread of its own.
 */
final class Forwarder {
  private static final Logger LOG = Logger.getLogger(Forwarder.class.getName());

  /** How long a request waits for a leader that takes it. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  /** How long a leader that has got the whole request may take for the head of its answer. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private static final long PAUSE_MILLIS = 50;
  private static final int PIECE = 64 * 1_024;
  private static final String RETRY_SECONDS = "1";

  private final HttpClient client;
  private final Leaders leaders;
  private final String master;
  private final String via;

  /** {@code address} is this master's own, {@code https://host:port}. */
  Forwarder(HttpClient client, Leaders leaders, String master, URI address) {
    this.client = client;
    this.leaders = leaders;
    this.master = master;
    this.via = address.getAuthority();
  }

  /** Answers with what the leader answers, or says why not. */
  void forward(Inbound request, Answer answer) throws InterruptedException {
    try {
      var body = RequestBody.of(request);
      try {
        forward(request, body, answer);
      } finally {
        body.end();
      }
    } catch (ClientGoneException e) {
      LOG.log(Level.FINE, "not passed on: {0}", e.getMessage());
      answer.abort();
    }
  }

  private void forward(Inbound request, RequestBody body, Answer answer)
      throws InterruptedException, ClientGoneException {
    var patience = new Deadline(PATIENCE);
    boolean again = false;
    while (true) {
      var leader = awaitLeader(patience);
      if (leader.isEmpty()) {
        refuse(request, answer, leaderless());
        return;
      }
      switch (attempt(request, body, leader.get())) {
        case Attempt.Answered(var response) -> {
          relay(response, leader.get(), answer);
          return;
        }
        case Attempt.Untaken(var why) -> {
          if (patience.over() || !body.whole()) {
            LOG.log(
                Level.INFO, "{0} has not taken a request: {1}", new Object[] {leader.get(), why});
            refuse(request, answer, leaderless());
            return;
          }
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        case Attempt.Lost(var why) -> {
          LOG.log(Level.INFO, "{0} has not answered: {1}", new Object[] {leader.get(), why});
          if (again || !request.repeatable()) {
            refuse(request, answer, unknown(request));
            return;
          }
          again = true;
          patience = new Deadline(PATIENCE);
        }
      }
    }
  }

  /**
   * Sends the caller to the same address at the leader: for streams, which nobody stands between.
   */
  void redirect(Inbound request, Answer answer) throws InterruptedException {
    try {
      var leader = awaitLeader(new Deadline(PATIENCE));
      if (leader.isEmpty()) {
        refuse(request, answer, leaderless());
        return;
      }
      var there = Targets.at(leader.get(), request.target()).toString();
      begin(answer, 302, Map.of("Location", List.of(there), "Content-Length", List.of("0")))
          .close();
    } catch (IOException e) {
      LOG.log(Level.FINE, "not redirected: {0}", e.getMessage());
      answer.abort();
    }
  }

  /** Says that this master does not lead and that the request has gone far enough. */
  void refuse(Inbound request, Answer answer) {
    try {
      refuse(request, answer, leaderless());
    } catch (ClientGoneException e) {
      answer.abort();
    }
  }

  private Optional<URI> awaitLeader(Deadline patience) throws InterruptedException {
    var leader = leaders.leader();
    while (leader.isEmpty() && !patience.over()) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      leader = leaders.leader();
    }
    return leader;
  }

  private Attempt attempt(Inbound request, RequestBody body, URI leader)
      throws InterruptedException, ClientGoneException {
    var outgoing =
        HttpRequest.newBuilder(Targets.at(leader, request.target()))
            .method(request.method(), body.publisher())
            // What the leader refuses by the head need not be sent: the client would not hear a
            // refusal before it has sent all.
            .expectContinue(body instanceof RequestBody.Streamed);
    Headers.outgoing(request, master, via)
        .forEach((name, values) -> values.forEach(value -> outgoing.header(name, value)));
    var response = client.sendAsync(outgoing.build(), BodyHandlers.ofInputStream());
    boolean answered = false;
    try {
      body.feed(() -> response.isDone() || otherThan(leader));
      var outcome = await(response, leader);
      answered = outcome instanceof Attempt.Answered;
      return outcome;
    } finally {
      if (!answered) {
        drop(response);
      }
    }
  }

  /** Lets go of the connection, also if an answer comes just now. */
  private static void drop(CompletableFuture<HttpResponse<InputStream>> response) {
    response.cancel(true);
    response.whenComplete(
        (late, _) -> {
          if (late != null) {
            try {
              late.body().close();
            } catch (IOException e) {
              LOG.log(Level.FINE, "a late answer: {0}", e.getMessage());
            }
          }
        });
  }

  private Attempt await(CompletableFuture<HttpResponse<InputStream>> response, URI leader)
      throws InterruptedException {
    var silence = new Deadline(SILENCE);
    while (true) {
      try {
        var head = response.get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        return notLeading(head) ? untaken(head) : new Attempt.Answered(head);
      } catch (ExecutionException e) {
        return failed(e.getCause() == null ? e : e.getCause());
      } catch (TimeoutException _) {
        if (otherThan(leader)) {
          return new Attempt.Lost("another master leads now");
        }
        if (silence.over()) {
          return new Attempt.Lost("silent for " + SILENCE.toSeconds() + " s");
        }
      }
    }
  }

  private boolean otherThan(URI leader) {
    return leaders.leader().filter(current -> !current.equals(leader)).isPresent();
  }

  private static boolean notLeading(HttpResponse<?> response) {
    return response.statusCode() == 503
        && response.headers().firstValue(Headers.NOT_LEADING).isPresent();
  }

  private static Attempt untaken(HttpResponse<InputStream> response) {
    try (var body = response.body()) {
      body.readAllBytes();
    } catch (IOException e) {
      LOG.log(Level.FINE, "a refusal has not come whole: {0}", e.getMessage());
    }
    return new Attempt.Untaken("it does not lead");
  }

  private static Attempt failed(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof HttpConnectTimeoutException
          || cause instanceof SSLHandshakeException) {
        return new Attempt.Untaken(failure.toString());
      }
    }
    return new Attempt.Lost(failure.toString());
  }

  private void relay(HttpResponse<InputStream> response, URI leader, Answer answer) {
    var headers = Headers.incoming(response.headers().map(), leader.toString(), via);
    boolean sized = headers.containsKey("Content-Length");
    try (var from = response.body()) {
      var to = answer.begin(response.statusCode(), headers);
      var piece = new byte[PIECE];
      for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
        to.write(piece, 0, read);
        if (!sized && from.available() == 0) {
          to.flush();
        }
      }
      // Not closed unless all has come: closing says that it is whole.
      to.close();
    } catch (IOException e) {
      LOG.log(Level.FINE, "an answer has not come whole: {0}", e.getMessage());
      answer.abort();
    }
  }

  private void refuse(Inbound request, Answer answer, ApiProblem problem)
      throws ClientGoneException {
    var path = request.target();
    var bytes = ApiProblemMapper.body(path, problem).toString().getBytes(StandardCharsets.UTF_8);
    var headers = new TreeMap<String, List<String>>();
    headers.put("Content-Type", List.of(ApiProblemMapper.type(path)));
    headers.put("Content-Length", List.of(Integer.toString(bytes.length)));
    if (problem.status() == 503) {
      headers.put("Retry-After", List.of(RETRY_SECONDS));
      headers.put(Headers.NOT_LEADING, List.of(master));
    }
    try (var to = begin(answer, problem.status(), headers)) {
      if (!request.method().equals("HEAD")) {
        to.write(bytes);
      }
    } catch (IOException e) {
      throw new ClientGoneException(e);
    }
  }

  private OutputStream begin(Answer answer, int status, Map<String, List<String>> headers)
      throws IOException {
    var all = new TreeMap<>(headers);
    leaders.leader().ifPresent(leader -> all.put(Headers.LEADER, List.of(leader.toString())));
    return answer.begin(status, all);
  }

  private static ApiProblem leaderless() {
    return ApiProblem.unavailable(
        "Leadership is changing and no master takes requests at the moment. Nothing was changed;"
            + " try again in a second.");
  }

  private static ApiProblem unknown(Inbound request) {
    return ApiProblem.outcomeUnknown(
        request.method().equals("GET") || request.method().equals("HEAD")
            ? "The leader went away before it answered; try again."
            : "The leader went away before it answered. The change may have happened or not: look at"
                + " what it was about, and at /v2/deployments, before you repeat it.");
  }
}
