package dev.ekiden.api.info;

import dev.ekiden.api.control.ControlLoop;
import dev.ekiden.api.control.Leadership;
import dev.ekiden.api.control.View;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when this master leads: then it takes changes. */
@Readiness
@ApplicationScoped
public class LeadingCheck implements HealthCheck {
  @Inject private ControlLoop loop;
  @Inject private Leadership leadership;
  @Inject private View view;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("leading")
        .status(loop.leading())
        .withData("epoch", leadership.epoch())
        .withData("journal", view.seq())
        .build();
  }
}
