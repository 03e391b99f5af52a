package dev.ekiden.core.wire;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Base64;
import java.util.List;

/** A piece of what a {@link Question} has asked for; never longer than 64 KiB as JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Answer {

  /** To {@link Question.Stats}. */
  record Samples(List<Sample> samples) implements Answer {
    public Samples {
      samples = List.copyOf(samples);
    }
  }

  /**
   * What an instance used in a span of time.
   *
   * @param atMillis when the span ended, by the agent's clock
   * @param spanMillis how long it was
   * @param cpuMillis processor time used in it
   * @param throttledMillis for which it was held back, summed over processors
   * @param periods in which it wanted to run, of 100 ms each
   * @param throttledPeriods those of them in which it was held back
   * @param memoryKib counted against its limit at the end of the span
   * @param reclaimableKib of it what the kernel takes back first: cached files not used lately
   * @param processes at the end of the span, threads counted
   * @param oomKills in the span
   * @param readKib and {@code writtenKib}: from and to disks, in the span
   * @param stalledMillis in which somebody of it waited for a processor, for memory, for a disk;
   *     empty where the kernel does not count that
   */
  record Sample(
      long atMillis,
      int spanMillis,
      int cpuMillis,
      int throttledMillis,
      int periods,
      int throttledPeriods,
      int memoryKib,
      int reclaimableKib,
      int processes,
      int oomKills,
      int readKib,
      int writtenKib,
      List<Integer> stalledMillis) {
    public Sample {
      stalledMillis = List.copyOf(stalledMillis);
    }
  }

  /**
   * To {@link Question.Files}.
   *
   * @param more whether there are further names behind the last one
   * @param whole false if the directory has more entries than are looked at: then some are missing
   */
  record Entries(List<Entry> entries, boolean more, boolean whole) implements Answer {
    public Entries {
      entries = List.copyOf(entries);
    }
  }

  /**
   * One name in a directory.
   *
   * @param name UTF-8; {@code %} stands as {@code %25}, bytes that are no UTF-8 likewise
   * @param mode permission bits
   * @param target of a link, as its name is written; else empty
   */
  record Entry(String name, Kind kind, long size, long modifiedMillis, int mode, String target) {}

  /** What a name in a directory is. */
  enum Kind {
    FILE,
    DIRECTORY,
    LINK,
    FIFO,
    SOCKET,
    DEVICE
  }

  /**
   * First to {@link Question.Download}.
   *
   * @param size of the whole file
   * @param length of what follows
   */
  record Head(long size, long length, long modifiedMillis) implements Answer {}

  /** Then the content, in order. */
  record Bytes(String base64) implements Answer {
    public static Bytes of(byte[] content) {
      return new Bytes(Base64.getEncoder().encodeToString(content));
    }

    public byte[] content() {
      return Base64.getDecoder().decode(base64);
    }
  }

  /**
   * To {@link Question.Log}; empty when much was looked at and nothing matched.
   *
   * @param next position to go on from
   * @param size of the whole log so far
   */
  record Lines(List<Line> lines, long next, long size) implements Answer {
    public Lines {
      lines = List.copyOf(lines);
    }
  }

  /**
   * One line of output.
   *
   * @param offset of its beginning; tells it apart from all others of the instance
   * @param at as the time was written beside it, RFC 3339
   * @param whole false if the line goes on in the next one of its stream
   */
  record Line(long offset, String at, String stream, boolean whole, String text) {}
}
