package dev.ekiden.api.forward;

import dev.ekiden.api.control.ControlLoop;
import dev.ekiden.api.control.LeaderAddress;
import dev.ekiden.api.control.Leadership;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when API calls get an answer: from this master, or from a leader that it reaches. */
@Readiness
@ApplicationScoped
public class LeaderCheck implements HealthCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Inject private ControlLoop loop;
  @Inject private Leadership leadership;
  @Inject private LeaderClient client;

  @Override
  public HealthCheckResponse call() {
    boolean leads = loop.leading();
    return HealthCheckResponse.named("leader")
        .status(
            leads || leadership.leader().map(LeaderAddress::api).filter(this::answers).isPresent())
        .build();
  }

  private boolean answers(String leader) {
    var ping = HttpRequest.newBuilder(URI.create(leader + "/ping")).timeout(PATIENCE).build();
    try {
      return client.http().send(ping, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
