package dev.ekiden.agent.supervise;

import dev.ekiden.agent.ondemand.RefusedException;
import dev.ekiden.agent.ondemand.Source;
import dev.ekiden.agent.ondemand.Streams;
import dev.ekiden.agent.sandbox.Download;
import dev.ekiden.agent.sandbox.Listing;
import dev.ekiden.core.wire.Answer;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Outcome;
import dev.ekiden.core.wire.Question;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Answers questions about instances, running ones and those whose directory is still kept. */
final class Desk {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.+-]{0,199}");
  private static final int MOST_CHUNK_BYTES = 262_144;
  private static final int SAMPLES_A_PIECE = 60;

  private final Machinery machinery;
  private final Path instances;
  private final Function<String, Optional<InstanceLoop>> live;
  private final Streams streams;

  /**
   * @param live finds an instance that has not ended
   */
  Desk(
      Machinery machinery,
      Path instances,
      Function<String, Optional<InstanceLoop>> live,
      Consumer<Report> tell) {
    this.machinery = machinery;
    this.instances = instances;
    this.live = live;
    this.streams = new Streams(tell);
  }

  static boolean isId(String instance) {
    return ID.matcher(instance).matches();
  }

  Streams streams() {
    return streams;
  }

  void ask(Order.Ask ask) {
    streams.ask(ask, () -> open(ask.question()));
  }

  /** What it has left behind is about to be deleted. */
  void forget(String instance) {
    streams.gone(instance);
    machinery.meter().forget(instance);
  }

  private Source open(Question question) throws RefusedException, IOException {
    var dir = dir(question.instance());
    if (dir.isEmpty()) {
      throw new RefusedException(
          Outcome.GONE, "the agent has nothing of this instance, or not any more");
    }
    return switch (question) {
      case Question.Stats stats ->
          pieces(machinery.meter().samples(stats.instance(), stats.seconds()));
      case Question.Files files -> Listing.of(dir.get().sandbox(), files);
      case Question.Download download -> Download.of(dir.get().sandbox(), download);
      case Question.Log log ->
          new LogStream(
              log(dir.get()),
              log,
              () -> live.apply(log.instance()).map(InstanceLoop::ended).orElse(true));
    };
  }

  private static Source pieces(List<Answer.Sample> samples) {
    var left = new ArrayList<>(samples);
    return () -> {
      if (left.isEmpty()) {
        return new Source.Step.Done();
      }
      var some = left.subList(0, Math.min(SAMPLES_A_PIECE, left.size()));
      var piece = new Answer.Samples(some);
      some.clear();
      return new Source.Step.Piece(piece);
    };
  }

  /** The older way to ask for a log, one piece at a time. */
  Report.LogChunk read(Order.ReadLog order) {
    var max = Math.clamp(order.maxBytes(), 1, MOST_CHUNK_BYTES);
    var dir = dir(order.instance());
    if (dir.isEmpty()) {
      return new Report.LogChunk(order.request(), 0, 0, 0, "");
    }
    var offset = order.offset() < 0 ? Math.max(order.offset(), -max) : order.offset();
    var piece = log(dir.get()).read(order.stream(), offset, max);
    return new Report.LogChunk(
        order.request(), piece.offset(), piece.next(), piece.size(), piece.text());
  }

  private Optional<InstanceDir> dir(String instance) {
    return isId(instance) && Files.exists(instances.resolve(instance))
        ? Optional.of(new InstanceDir(instances.resolve(instance)))
        : Optional.empty();
  }

  /** One for all readers of a running instance, as it is what renames the log's files. */
  private InstanceLog log(InstanceDir dir) {
    return live.apply(dir.instance())
        .map(InstanceLoop::log)
        .orElseGet(() -> new InstanceLog(dir.log()));
  }
}
