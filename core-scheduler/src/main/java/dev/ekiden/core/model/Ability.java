package dev.ekiden.core.model;

/**
 * What not every agent can do. An instance whose definition needs it goes to agents that said that
 * they can: others would leave it out in silence.
 */
public enum Ability {
  /** Runs health checks by command inside the instance. */
  COMMAND_CHECKS("command-checks", "health checks by command"),
  /** Asks a new instance whether it is ready. */
  READINESS_CHECKS("readiness-checks", "readiness checks");

  private final String word;
  private final String text;

  Ability(String word, String text) {
    this.word = word;
    this.text = text;
  }

  /** As agents say it at their hello, and as it is kept. */
  public String word() {
    return word;
  }

  /** For people. */
  public String text() {
    return text;
  }
}
