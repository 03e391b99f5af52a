package dev.ekiden.agent.cgroup;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.ekiden.agent.disk.KernelFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One directory of a cgroup file system; the only class that touches its files. */
record CgroupDir(Path path) {

  boolean exists() {
    return Files.isDirectory(path);
  }

  boolean has(String file) {
    return Files.exists(path.resolve(file));
  }

  /** Never creates: in a cgroup a missing file is an error, elsewhere it would hide one. */
  void write(String file, String value) throws CgroupException {
    var target = path.resolve(file);
    try {
      Files.writeString(target, value, US_ASCII, WRITE);
    } catch (IOException e) {
      throw new CgroupException(target, value, e);
    }
  }

  /** For files that only some kernels have. */
  void writeIfThere(String file, String value) throws CgroupException {
    if (has(file)) {
      write(file, value);
    }
  }

  /** The first line of a file; empty if the group is gone. */
  String text(String file) throws CgroupException {
    var lines = lines(file);
    return lines.isEmpty() ? "" : lines.getFirst().strip();
  }

  /** Sums of {@code some … total=µs}. EOPNOTSUPP, at each read, if the kernel was told not to. */
  Optional<Pressure> pressure() {
    try {
      if (!has("cpu.pressure")) {
        return Optional.empty();
      }
      return Optional.of(
          new Pressure(
              stalled("cpu.pressure"), stalled("memory.pressure"), stalled("io.pressure")));
    } catch (CgroupException _) {
      return Optional.empty();
    }
  }

  private long stalled(String file) throws CgroupException {
    var line = text(file);
    var total = line.lastIndexOf("total=");
    try {
      return total < 0 ? 0 : Long.parseLong(line.substring(total + "total=".length()));
    } catch (NumberFormatException e) {
      throw new CgroupException(path.resolve(file), e);
    }
  }

  /** Lines of a control file; none if the group is gone, as it may vanish at any time. */
  List<String> lines(String file) throws CgroupException {
    var source = path.resolve(file);
    try {
      return KernelFile.read(source).lines().toList();
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      // ENODEV: the group was removed between open and read.
      if (!exists()) {
        return List.of();
      }
      throw new CgroupException(source, e);
    }
  }

  /** The one number in a file; 0 if the group is gone. */
  long number(String file) throws CgroupException {
    var text = text(file);
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new CgroupException(path.resolve(file), e);
    }
  }

  /** The number behind a key in a file of {@code key number} lines; 0 if there is none. */
  long keyed(String file, String key) throws CgroupException {
    return table(file).getOrDefault(key, 0L);
  }

  /** A file of {@code key number} lines, read once; others in it are passed over. */
  Map<String, Long> table(String file) throws CgroupException {
    var table = new HashMap<String, Long>();
    for (var line : lines(file)) {
      var blank = line.indexOf(' ');
      if (blank > 0) {
        try {
          table.put(line.substring(0, blank), Long.valueOf(line.substring(blank + 1).strip()));
        } catch (NumberFormatException e) {
          throw new CgroupException(path.resolve(file), e);
        }
      }
    }
    return table;
  }

  /**
   * Sum over all devices of the number behind a word: {@code 8:0 Read 512} with "Read ", {@code 8:0
   * rbytes=512 wbytes=0 …} with "rbytes=". 0 where there is no such file.
   */
  long sum(String file, String word) throws CgroupException {
    long sum = 0;
    for (var line : lines(file)) {
      var at = line.indexOf(" " + word);
      if (at > 0) {
        var rest = line.substring(at + 1 + word.length());
        var end = rest.indexOf(' ');
        try {
          sum += Long.parseLong(end < 0 ? rest : rest.substring(0, end));
        } catch (NumberFormatException e) {
          throw new CgroupException(path.resolve(file), e);
        }
      }
    }
    return sum;
  }

  List<String> children() throws CgroupException {
    if (!exists()) {
      return List.of();
    }
    try (var entries = Files.list(path)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new CgroupException(path, e);
    }
  }

  /** Makes a group below this one, if there is none; the kernel fills it with files. */
  void makeChild(String name) throws CgroupException {
    var child = path.resolve(name);
    try {
      Files.createDirectory(child);
    } catch (FileAlreadyExistsException _) {
      // As wanted.
    } catch (IOException e) {
      throw new CgroupException(child, e);
    }
  }

  /**
   * Removes an empty group and empty ones below it; false while the kernel says EBUSY, which it
   * does for live members.
   */
  boolean remove() throws CgroupException {
    for (var child : children()) {
      new CgroupDir(path.resolve(child)).remove();
    }
    try {
      Files.deleteIfExists(path);
      return true;
    } catch (DirectoryNotEmptyException _) {
      return false;
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("busy")) {
        return false;
      }
      throw new CgroupException(path, e);
    }
  }
}
