package dev.ekiden.bench.masters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The running processes under measurement: who they are, what they use, how they die. */
final class Stack {
  private static final double TICKS_PER_SECOND = 100;
  private static final int STATE = 2;
  private static final int USER_TICKS = 13;
  private static final int REAPED_SYSTEM_TICKS = 16;

  private final Setting setting;

  Stack(Setting setting) {
    this.setting = setting;
  }

  /** Process ids by name, of those that run. */
  Map<String, Long> pids() {
    var pids = new TreeMap<String, Long>();
    for (var row : JsonMapper.shared().readTree(ekiden("status", "-o", "json"))) {
      if (row.path("pid").asLong(0) != 0) {
        pids.put(row.path("name").asString(), row.path("pid").asLong());
      }
    }
    return pids;
  }

  /** Ends a process as a power cut would. */
  void kill(String name) {
    var pid = pids().get(name);
    if (pid != null) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** Starts one again and returns when it serves. */
  void restart(String name) {
    ekiden("restart", name, "--no-build");
  }

  /** Resident memory of one process in MiB. */
  static long residentMebi(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .findFirst()
              .orElse(0)
          >> 10;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Seconds of processor time used so far, with children, by name; {@code bench} is ourselves. */
  static Map<String, Double> cpuSeconds(Map<String, Long> pids) {
    var seconds = new TreeMap<String, Double>();
    pids.forEach((name, pid) -> seconds.put(name, cpuOfTree(pid)));
    seconds.put("bench", cpuOfTree(ProcessHandle.current().pid()));
    return seconds;
  }

  private static double cpuOfTree(long pid) {
    var all =
        ProcessHandle.of(pid)
            .map(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
            .orElseGet(Stream::empty);
    return all.mapToDouble(handle -> cpu(handle.pid())).sum();
  }

  private static double cpu(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      double ticks = 0;
      for (int i = USER_TICKS; i <= REAPED_SYSTEM_TICKS; i++) {
        ticks += Long.parseLong(fields[i - STATE]);
      }
      return ticks / TICKS_PER_SECOND;
    } catch (IOException e) {
      return 0;
    }
  }

  private String ekiden(String... words) {
    var command = new ArrayList<>(List.of(setting.root().resolve("ekiden").toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("--data", setting.data().toString()));
    try {
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      var text = new String(process.getInputStream().readAllBytes());
      process.waitFor();
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + String.join(" ", words), e);
    }
  }
}
