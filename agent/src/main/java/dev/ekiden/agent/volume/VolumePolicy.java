package dev.ekiden.agent.volume;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether instances are limited in disk.
 *
 * @param unaskedMib what an instance that asked for no disk may take; 0: all there is
 */
public record VolumePolicy(Quota quota, long unaskedMib) {
  private static final Logger LOG = System.getLogger(VolumePolicy.class.getName());

  /** {@code disk.quota} in the agent's properties. */
  public enum Quota {
    /** Where the machine can do it; a warning says why it cannot. */
    AUTO,
    /** The agent does not start where the machine cannot do it. */
    ON,
    OFF
  }

  /**
   * The volumes of an agent.
   *
   * @param data its directory, in which it is tried out
   */
  public Volumes volumes(Path data) throws IOException {
    var trouble = quota == Quota.OFF ? Optional.of("disk.quota=off") : Volumes.trouble(data);
    if (trouble.isPresent() && quota == Quota.ON) {
      throw new IOException("disk.quota=on, but " + trouble.get());
    }
    if (trouble.isPresent()) {
      LOG.log(Level.WARNING, "instances are not limited in disk: {0}", trouble.get());
    }
    return new Volumes(trouble.isEmpty());
  }
}
