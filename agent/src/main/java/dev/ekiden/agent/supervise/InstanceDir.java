package dev.ekiden.agent.supervise;

import dev.ekiden.agent.disk.DurableFile;
import dev.ekiden.agent.disk.Json;
import dev.ekiden.core.model.UnallocatedPorts;
import dev.ekiden.core.wire.Held.Pulse;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the agent knows of one instance, on disk: {@code run.json} the order, {@code state.json} how
 * far it is, {@code kill.json} whether it is to end, {@code pulse.json} its health, {@code
 * ports.json} where it has listened though not given the port, {@code ended.json} how it ended;
 * beside them {@code sandbox/}, {@code bundle/} and the log.
 */
record InstanceDir(Path path) {

  /**
   * Why and until when it may end by itself.
   *
   * @param deadlineMillis by the clock; for people and older agents only, as clocks are set
   * @param deadlineUptimeMillis by {@link Uptime}; 0, which is over, in an older agent's checkpoint
   */
  record Kill(String reason, long deadlineMillis, long deadlineUptimeMillis) {
    static Kill after(String reason, long graceMillis) {
      var grace = Math.max(0, graceMillis);
      return new Kill(reason, System.currentTimeMillis() + grace, Uptime.millis() + grace);
    }

    boolean soonerThan(Kill other) {
      return deadlineUptimeMillis <= other.deadlineUptimeMillis;
    }

    /** Milliseconds that it may still take; 0 if its time is over. */
    long left() {
      return Math.max(0, deadlineUptimeMillis - Uptime.millis());
    }
  }

  String instance() {
    return path.getFileName().toString();
  }

  Path sandbox() {
    return path.resolve("sandbox");
  }

  Path bundle() {
    return path.resolve("bundle");
  }

  Path log() {
    return path.resolve("log");
  }

  Path conmonPidFile() {
    return path.resolve("conmon.pid");
  }

  Path conmonErrors() {
    return path.resolve("conmon.err");
  }

  /** The order is on disk before anything else of the instance is. */
  void create(Order.Run order) {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + path + ": " + e, e);
    }
    DurableFile.write(
        path.resolve("run.json"), Json.MAPPER.writerFor(Order.class).writeValueAsBytes(order));
  }

  Optional<Order.Run> order() {
    return DurableFile.read(path.resolve("run.json"))
        .map(bytes -> (Order.Run) Json.MAPPER.readValue(bytes, Order.class));
  }

  void state(RunState state) {
    write("state.json", state);
  }

  Optional<RunState> state() {
    return read("state.json", RunState.class);
  }

  void kill(Kill kill) {
    write("kill.json", kill);
  }

  Optional<Kill> kill() {
    return DurableFile.read(path.resolve("kill.json"))
        .map(bytes -> Json.MAPPER.readTree(bytes))
        .map(
            kill ->
                new Kill(
                    kill.path("reason").asString(""),
                    kill.path("deadlineMillis").asLong(0),
                    kill.path("deadlineUptimeMillis").asLong(0)));
  }

  void pulse(Pulse pulse) {
    write("pulse.json", pulse);
  }

  Pulse pulse() {
    return read("pulse.json", Pulse.class).orElse(Pulse.UNKNOWN);
  }

  void unallocatedPorts(UnallocatedPorts told) {
    write("ports.json", told);
  }

  UnallocatedPorts unallocatedPorts() {
    return read("ports.json", UnallocatedPorts.class).orElse(UnallocatedPorts.NONE);
  }

  private void write(String name, Object value) {
    DurableFile.write(path.resolve(name), Json.MAPPER.writeValueAsBytes(value));
  }

  private <T> Optional<T> read(String name, Class<T> type) {
    return DurableFile.read(path.resolve(name)).map(bytes -> Json.MAPPER.readValue(bytes, type));
  }

  void ended(Report.Ended ended) {
    DurableFile.write(
        path.resolve("ended.json"), Json.MAPPER.writerFor(Report.class).writeValueAsBytes(ended));
  }

  Optional<Report.Ended> ended() {
    return DurableFile.read(path.resolve("ended.json"))
        .map(bytes -> (Report.Ended) Json.MAPPER.readValue(bytes, Report.class));
  }
}
