package dev.ekiden.core.model;

/**
 * What not every agent can do. An instance whose definition needs it goes to agents that said that
 * they can: others would leave it out in silence.
 */
public enum Ability {
  /** Runs health checks by command inside the instance. */
  COMMAND_CHECKS("command-checks", "health checks by command"),
  /** Asks a new instance whether it is ready. */
  READINESS_CHECKS("readiness-checks", "readiness checks"),
  /** Gives an instance a network of its own; a question of the machine as well. */
  OWN_NETWORKS("own-networks", "networks of instances' own"),
  /** Lets an instance use more than it asked for. */
  RESOURCE_LIMITS("resource-limits", "limits above the request"),
  /** Gives a running instance other limits. No definition needs it: others restart instead. */
  RESIZE("resize", "other limits without a restart");

  private final String word;
  private final String text;

  Ability(String word, String text) {
    this.word = word;
    this.text = text;
  }

  /** What an agent of that version that lacks it is instead, for people. */
  public String lack(String version) {
    return this == OWN_NETWORKS
        ? "a machine without them, \"ekiden-agent --check\" says why"
        : "version %s, which does not know them".formatted(version);
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
