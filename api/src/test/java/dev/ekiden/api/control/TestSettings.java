package dev.ekiden.api.control;

import dev.ekiden.core.decide.Rules;
import java.nio.file.Path;

/** Settings as a master has them that was told nothing but a folder. */
public final class TestSettings extends Settings {
  private final Path artifacts;

  public TestSettings(Path artifacts) {
    this.artifacts = artifacts;
  }

  @Override
  public String artifacts() {
    return artifacts.toString();
  }

  @Override
  public String domain() {
    return "apps.localhost";
  }

  @Override
  public String domainAndPort() {
    return "apps.localhost:7443";
  }

  @Override
  public Rules rules() {
    return Rules.DEFAULT;
  }
}
