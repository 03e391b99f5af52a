package dev.ekiden.api.info;

import dev.ekiden.api.control.Leadership;
import dev.ekiden.api.control.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started once the schema is there and the registrar has been read. */
@Startup
@ApplicationScoped
public class StartedCheck implements HealthCheck {
  @Inject private Leadership leadership;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("registrar-read")
        .status(leadership.role() != Role.STARTING)
        .build();
  }
}
