package dev.ekiden.core.model;

/**
 * Room that a rollout has, as shares of the wanted number.
 *
 * @param minimumHealth 0 to 1: so many must stay healthy
 * @param maximumOver 0 to 1: so many may run in addition
 */
public record UpgradeSpec(double minimumHealth, double maximumOver) {
  public static final UpgradeSpec DEFAULT = new UpgradeSpec(1, 1);

  public int minimumHealthy(int wanted) {
    return (int) Math.ceil(wanted * minimumHealth);
  }

  public int maximumCapacity(int wanted) {
    return (int) Math.floor(wanted * (1 + maximumOver));
  }
}
