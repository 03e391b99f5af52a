package dev.ekiden.agent;

/** Entry point. */
public final class Main {
  private Main() {}

  /** Starts the agent. */
  public static void main(String[] args) {
    System.exit(2);
  }
}
