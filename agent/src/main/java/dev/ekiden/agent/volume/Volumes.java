package dev.ekiden.agent.volume;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ekiden.agent.disk.DurableFile;
import dev.ekiden.agent.disk.Mounts;
import dev.ekiden.agent.exec.Program;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Directories of limited size: each is the root of an ext4 file system in the file {@code disk.img}
 * beside it, mounted through a loop device that goes with the mount. The kernel itself says ENOSPC
 * there, when the blocks are used up or the inodes.
 *
 * <p>Which directory is one is told by what is there, the file and the mount: nothing else is to be
 * remembered, and an agent that limits no more still takes away what an earlier one has made.
 *
 * @param limits whether new directories are limited; else they are plain ones
 */
public record Volumes(boolean limits) {
  private static final String IMAGE = "disk.img";
  private static final long TRIAL_BYTES = 4L * 1024 * 1024;
  private static final int UNMOUNT_TRIES = 40;
  // A program that dies of a full disk has often removed the file that did not fit.
  private static final long FULL_PARTS = 64;

  /** The machine's own disk has no room for what is to be reserved. */
  public static final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1;

    NoRoomException(String message) {
      super(message);
    }
  }

  /** What keeps this machine from limiting, found out by doing it; empty if nothing does. */
  public static Optional<String> trouble(Path directory) {
    var trial = directory.resolve("volume-trial");
    var volumes = new Volumes(true);
    try {
      Files.createDirectories(trial);
      volumes.make(trial.resolve("sandbox"), new DiskShare(TRIAL_BYTES, 0, false));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(Optional.ofNullable(e.getMessage()).orElse(e.toString()));
    } finally {
      volumes.remove(trial.resolve("sandbox"));
      DurableFile.deleteTree(trial);
    }
  }

  /** An empty directory, whatever was there before. */
  public void make(Path directory, DiskShare share) throws IOException {
    remove(directory);
    Files.createDirectories(directory);
    if (!limits || share.sandboxBytes() == 0) {
      return;
    }
    var image = image(directory);
    if (!share.reserved()) {
      try (var file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength(share.sandboxBytes());
      }
    }
    var made =
        Program.run(
            List.of(
                "/bin/sh",
                "-c",
                script(),
                "make",
                image.toString(),
                directory.toString(),
                Long.toString(share.sandboxBytes()),
                share.reserved() ? "yes" : "no"));
    if (!made.ok()) {
      var message =
          "cannot make a disk of %d MiB: %s".formatted(share.sandboxBytes() >> 20, made.line());
      remove(directory);
      throw made.line().contains("No space left")
          ? new NoRoomException(message)
          : new IOException(message);
    }
    Files.deleteIfExists(directory.resolve("lost+found"));
  }

  /**
   * Mounts again what a reboot has unmounted.
   *
   * @param over nobody writes there any more: it is mounted for reading
   */
  public void findAgain(Path directory, boolean over) throws IOException {
    if (!Files.exists(image(directory)) || isMounted(directory)) {
      return;
    }
    Files.createDirectories(directory);
    var mounted =
        Program.run(
            List.of(
                "mount",
                "-t",
                "ext4",
                "-o",
                "loop,nosuid,nodev,noatime" + (over ? ",ro" : ""),
                image(directory).toString(),
                directory.toString()));
    if (!mounted.ok()) {
      throw new IOException("cannot mount " + image(directory) + ": " + mounted.line());
    }
  }

  /** A sentence about its disk, if that has no room for a file or a name any more. */
  public Optional<String> full(Path directory) {
    try {
      if (!isMounted(directory)) {
        return Optional.empty();
      }
      // Blocks in all and free, inodes in all and free.
      var numbers = Program.run(List.of("stat", "-f", "-c", "%b %a %c %d", directory.toString()));
      var counts = numbers.line().split(" ");
      if (!numbers.ok() || counts.length != 4) {
        return Optional.empty();
      }
      if (isUsedUp(counts[0], counts[1])) {
        return Optional.of("its disk was full");
      }
      return isUsedUp(counts[2], counts[3])
          ? Optional.of("its disk had no room for more files")
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty(); // a guess about an end; the end is told without it
    }
  }

  private static boolean isUsedUp(String all, String free) {
    return Long.parseLong(free) <= Long.parseLong(all) / FULL_PARTS;
  }

  /** Gives back to the machine's disk what was reserved and is not used; nothing is written now. */
  public void shrink(Path directory) throws IOException {
    if (isMounted(directory)) {
      Program.run(List.of("fstrim", directory.toString()));
    }
  }

  /** Unmounts it; its files are kept, and {@link #findAgain} brings them back. */
  public void hide(Path directory) {
    try {
      for (int tries = 0; isMounted(directory); tries++) {
        // Somebody may be reading there just now; in the end it goes as soon as they are done.
        var how = tries < UNMOUNT_TRIES ? List.of("umount") : List.of("umount", "-l");
        var command = new ArrayList<>(how);
        command.add(directory.toString());
        var unmounted = Program.run(command);
        if (unmounted.ok()) {
          continue;
        }
        if (tries >= UNMOUNT_TRIES) {
          throw new IOException("cannot unmount " + directory + ": " + unmounted.line());
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(25));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Unmounts it and deletes all of it. */
  public void remove(Path directory) {
    hide(directory);
    DurableFile.delete(image(directory));
    DurableFile.deleteForeignTree(directory);
  }

  private static boolean isMounted(Path directory) throws IOException {
    return Files.isDirectory(directory) && Mounts.isMountPoint(directory);
  }

  private static Path image(Path directory) {
    return directory.resolveSibling(IMAGE);
  }

  private static String script() throws IOException {
    try (var in = Volumes.class.getResourceAsStream("make.sh")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
  }
}
