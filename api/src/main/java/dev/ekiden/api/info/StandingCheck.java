package dev.ekiden.api.info;

import dev.ekiden.api.control.LeaderAddress;
import dev.ekiden.api.control.Leadership;
import dev.ekiden.api.control.Role;
import dev.ekiden.api.control.Settings;
import dev.ekiden.api.control.View;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Where this master stands and on what ground: its data tell why calls may be refused or old. It
 * stays up while the database or ZooKeeper are away, as reads go on from memory.
 */
@Readiness
@ApplicationScoped
public class StandingCheck implements HealthCheck {
  /** ZooKeeper is asked four times a second; this is many answers missed. */
  private static final Duration SILENT = Duration.ofSeconds(2);

  @Inject private Leadership leadership;
  @Inject private Settings settings;
  @Inject private View view;
  @Inject private DatabaseProbe database;

  @Override
  public HealthCheckResponse call() {
    var role = leadership.role();
    var zookeeper = leadership.zookeeperSilentFor();
    var silent = database.silentFor();
    return HealthCheckResponse.named("master")
        .status(role != Role.STARTING)
        .withData("name", settings.name())
        .withData("role", role.name().toLowerCase(Locale.ROOT))
        .withData("epoch", leadership.epoch())
        .withData("leader", leadership.leader().map(LeaderAddress::api).orElse(""))
        .withData("journal", view.seq())
        .withData("ageSeconds", view.age().toSeconds())
        .withData("postgres", silent.isZero())
        .withData("postgresSilentSeconds", silent.toSeconds())
        .withData("zookeeper", zookeeper.compareTo(SILENT) < 0)
        .withData("zookeeperSilentSeconds", zookeeper.toSeconds())
        .build();
  }
}
