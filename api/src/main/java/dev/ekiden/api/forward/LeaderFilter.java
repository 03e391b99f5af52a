package dev.ekiden.api.forward;

import dev.ekiden.api.control.ControlLoop;
import dev.ekiden.api.control.LeaderAddress;
import dev.ekiden.api.control.Leadership;
import dev.ekiden.api.control.Role;
import dev.ekiden.api.control.Settings;
import dev.ekiden.api.control.View;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Stands in front of the API of every master. A leader answers; a standby passes requests on, so
 * that any master's address is as good as the leader's. Where it stands among filters: web.xml.
 */
public class LeaderFilter implements Filter {
  /** Requests on their way to the leader, or waiting for one. */
  private static final int MOST = 1_000;

  private static final Duration FRESH = Duration.ofSeconds(1);

  @Resource(lookup = LeaderClient.THREADS)
  private ManagedExecutorService threads;

  @Inject private LeaderClient client;
  @Inject private ControlLoop loop;
  @Inject private Leadership leadership;
  @Inject private Settings settings;
  @Inject private View view;

  private final Semaphore places = new Semaphore(MOST);
  private Optional<Forwarder> forwarder = Optional.empty();

  @Override
  public void init(FilterConfig config) {
    var self = URI.create(settings.advertise());
    forwarder = Optional.of(new Forwarder(client.http(), this::leader, settings.name(), self));
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var http = (HttpServletRequest) request;
    var answer = (HttpServletResponse) response;
    switch (way(http)) {
      case HERE -> {
        leader().ifPresent(leader -> answer.setHeader(Headers.LEADER, leader.toString()));
        age().ifPresent(age -> answer.setHeader(Headers.AGE, age));
        chain.doFilter(request, response);
      }
      case FORWARD -> elsewhere(http, answer, Forwarder::forward);
      case REDIRECT -> elsewhere(http, answer, Forwarder::redirect);
      case REFUSE -> elsewhere(http, answer, Forwarder::refuse);
    }
  }

  private Way way(HttpServletRequest request) {
    return Way.of(
        new Way.Stand(loop.leading(), leadership.role() != Role.STARTING),
        request.getMethod(),
        request.getRequestURI(),
        query(request),
        request.getHeader(Headers.FORWARDED_BY) != null);
  }

  /** A leader that is still catching up takes nothing, this one included. */
  private Optional<URI> leader() {
    return leadership
        .leader()
        .map(LeaderAddress::api)
        .filter(api -> loop.leading() || !api.equals(settings.advertise()))
        .map(URI::create);
  }

  /** Seconds; nothing is said while answers are fresh. */
  private Optional<String> age() {
    var age = view.age();
    return age.compareTo(FRESH) > 0
        ? Optional.of(Long.toString(age.toSeconds()))
        : Optional.empty();
  }

  /** What is done with a request that is not answered here. */
  private interface Handling {
    void handle(Forwarder forwarder, Inbound request, Answer answer) throws InterruptedException;
  }

  /** On a thread of its own, as it may wait long; the server's threads are few. */
  private void elsewhere(
      HttpServletRequest request, HttpServletResponse response, Handling handling)
      throws IOException {
    var inbound = inbound(request);
    var answer = new ServletAnswer(response);
    var passing = forwarder.orElseThrow();
    if (!places.tryAcquire()) {
      passing.refuse(inbound, answer);
      return;
    }
    var async = request.startAsync();
    async.setTimeout(0);
    try {
      threads.execute(
          () -> {
            try {
              handling.handle(passing, inbound, answer);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } finally {
              places.release();
              async.complete();
            }
          });
    } catch (RejectedExecutionException e) {
      places.release();
      passing.refuse(inbound, answer);
      async.complete();
    }
  }

  private static Inbound inbound(HttpServletRequest request) throws IOException {
    var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    for (var name : Collections.list(request.getHeaderNames())) {
      headers.put(name, Collections.list(request.getHeaders(name)));
    }
    var query = query(request);
    return new Inbound(
        request.getMethod(),
        request.getRequestURI() + (query.isEmpty() ? "" : "?" + query),
        headers,
        length(request),
        request.getInputStream(),
        request.getRemoteAddr());
  }

  /** Without either header there is no body (RFC 9112, 6.3). */
  private static long length(HttpServletRequest request) {
    return request.getHeader("Transfer-Encoding") == null
        ? Math.max(0, request.getContentLengthLong())
        : -1;
  }

  private static String query(HttpServletRequest request) {
    var query = request.getQueryString();
    return query == null ? "" : query;
  }
}
