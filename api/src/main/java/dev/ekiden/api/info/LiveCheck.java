package dev.ekiden.api.info;

import dev.ekiden.api.control.Leadership;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Live while its own threads run; if they do not, nothing but a restart helps. */
@Liveness
@ApplicationScoped
public class LiveCheck implements HealthCheck {
  @Inject private Leadership leadership;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("control").status(leadership.alive()).build();
  }
}
