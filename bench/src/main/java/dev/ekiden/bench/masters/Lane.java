package dev.ekiden.bench.masters;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Optional;

/** Sends one request at a time, on one connection after the other. */
final class Lane {
  /** Stands for an answer that never came. */
  static final int BROKEN = 0;

  /** Hears of each answer. */
  interface Answers {
    void answered(Lane lane, int status, long dueNanos);
  }

  private final Answers answers;
  private Optional<Channel> channel = Optional.empty();
  private boolean underWay;
  private long dueNanos;

  Lane(Answers answers) {
    this.answers = answers;
  }

  void opened(Channel opened) {
    channel = Optional.of(opened);
  }

  void send(ByteBuf request, long due) {
    underWay = true;
    dueNanos = due;
    channel.ifPresent(
        open ->
            open.writeAndFlush(request)
                .addListener(
                    written -> {
                      if (!written.isSuccess()) {
                        open.eventLoop().execute(() -> end(BROKEN));
                      }
                    }));
  }

  void end(int status) {
    if (underWay) {
      underWay = false;
      answers.answered(this, status, dueNanos);
    }
  }
}
