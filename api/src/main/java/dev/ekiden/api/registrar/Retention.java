package dev.ekiden.api.registrar;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** For how long the registrar keeps what is over; see docs/operating.md for every key. */
@ApplicationScoped
public class Retention {
  @Inject
  @ConfigProperty(name = "ekiden.journal.keep", defaultValue = "PT1H")
  private Duration journal;

  @Inject
  @ConfigProperty(name = "ekiden.history.instances", defaultValue = "P7D")
  private Duration instances;

  @Inject
  @ConfigProperty(name = "ekiden.history.deployments", defaultValue = "P90D")
  private Duration deployments;

  @Inject
  @ConfigProperty(name = "ekiden.history.definitions", defaultValue = "P365D")
  private Duration definitions;

  @Inject
  @ConfigProperty(name = "ekiden.history.audit", defaultValue = "P365D")
  private Duration audit;

  /** Batches of the journal, though snapshots and projections have them: for standbys. */
  public Duration journal() {
    return journal;
  }

  /** Ended instances. */
  public Duration instances() {
    return instances;
  }

  /** Deployments that are over. */
  public Duration deployments() {
    return deployments;
  }

  /** Superseded definitions of apps; apps and agents that are gone. */
  public Duration definitions() {
    return definitions;
  }

  /** Who did what. */
  public Duration audit() {
    return audit;
  }
}
