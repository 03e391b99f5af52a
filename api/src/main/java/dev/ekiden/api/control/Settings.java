package dev.ekiden.api.control;

import dev.ekiden.core.decide.Rules;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this master was started with; see docs/operating.md for every key. */
@ApplicationScoped
public class Settings {
  /** How long an agent may be silent before its instances are replaced elsewhere. */
  private static final Duration AGENT_SILENCE = Duration.ofSeconds(20);

  private static final Duration HEARTBEAT = Duration.ofSeconds(3);

  @Inject
  @ConfigProperty(name = "ekiden.master.name", defaultValue = "master-1")
  private String name;

  @Inject
  @ConfigProperty(name = "ekiden.zookeeper", defaultValue = "127.0.0.1:9181")
  private String zookeeper;

  @Inject
  @ConfigProperty(name = "ekiden.advertise", defaultValue = "https://localhost:9443")
  private String advertise;

  @Inject
  @ConfigProperty(name = "ekiden.agent.advertise", defaultValue = "wss://localhost:9445")
  private String agentAdvertise;

  @Inject
  @ConfigProperty(name = "ekiden.artifacts", defaultValue = "artifacts")
  private String artifacts;

  @Inject
  @ConfigProperty(name = "ekiden.domain", defaultValue = "apps.localhost:7443")
  private String domain;

  @Inject
  @ConfigProperty(name = "ekiden.service.ports", defaultValue = "10000-19999")
  private String servicePorts;

  @Inject
  @ConfigProperty(name = "ekiden.sample", defaultValue = "")
  private java.util.Optional<String> sample;

  @Inject
  @ConfigProperty(name = "ekiden.zookeeper.session", defaultValue = "PT3S")
  private Duration session;

  public String name() {
    return name;
  }

  /** Connect string of ZooKeeper. */
  public String zookeeper() {
    return zookeeper;
  }

  /** How long ZooKeeper waits for a silent master before somebody else may lead. */
  public Duration session() {
    return session;
  }

  /** Address under which people and masters reach this one. */
  public String advertise() {
    return advertise;
  }

  /** Address that agents dial, {@code wss://}. */
  public String agentAdvertise() {
    return agentAdvertise;
  }

  /** Folder of uploaded files. */
  public String artifacts() {
    return artifacts;
  }

  /** Domain of apps without port. */
  public String domain() {
    int colon = domain.indexOf(':');
    return colon < 0 ? domain : domain.substring(0, colon);
  }

  /** Domain of apps as people type it, with the port where it is not 443. */
  public String domainAndPort() {
    return domain;
  }

  /** Path of the sample app's jar; empty if there is none. */
  public String sample() {
    return sample.orElse("");
  }

  public Rules rules() {
    var bounds = servicePorts.split("-");
    return new Rules(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]));
  }

  public Duration agentSilence() {
    return AGENT_SILENCE;
  }

  public Duration heartbeat() {
    return HEARTBEAT;
  }
}
