package dev.ekiden.bench.agents;

import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** One connection of one agent to one master; on the agent's event loop. */
final class Line {
  /** Who looks after it now; hands over from one to the other. */
  interface Owner {
    void opened(Line line);

    void received(Line line, Order order);

    /** All that came at once has been received; the line flushes afterwards. */
    void receivedAll(Line line);

    /** Over, or never begun. */
    void closed(Line line, String reason);
  }

  private final URI address;
  private Owner owner;
  private Optional<Channel> channel = Optional.empty();
  private Optional<ScheduledFuture<?>> beating = Optional.empty();
  private boolean over;

  Line(URI address, Owner owner) {
    this.address = address;
    this.owner = owner;
  }

  URI address() {
    return address;
  }

  void belongsTo(Owner other) {
    owner = other;
  }

  void opened(Channel opened) {
    channel = Optional.of(opened);
    if (over) {
      opened.close();
    } else {
      owner.opened(this);
    }
  }

  void received(Order order) {
    if (!over) {
      owner.received(this, order);
    }
  }

  void receivedAll() {
    if (!over) {
      owner.receivedAll(this);
    }
  }

  /** The other end has gone. */
  void closed(String reason) {
    if (!over) {
      end();
      owner.closed(this, reason);
    }
  }

  /** We go; the owner hears nothing of it. */
  void close() {
    end();
    channel.ifPresent(Channel::close);
  }

  private void end() {
    over = true;
    beating.ifPresent(task -> task.cancel(false));
  }

  /** A heartbeat so often from now on, the first after a part of it. */
  void beat(EventLoop loop, long everyMillis) {
    beating.ifPresent(task -> task.cancel(false));
    long first = ThreadLocalRandom.current().nextLong(everyMillis);
    beating =
        Optional.of(
            loop.scheduleAtFixedRate(this::beat, first, everyMillis, TimeUnit.MILLISECONDS));
  }

  private void beat() {
    write(new Report.Heartbeat(System.currentTimeMillis()));
    flush();
  }

  void write(Report report) {
    channel.ifPresent(open -> open.write(Wire.write(report)));
  }

  void write(java.util.List<Report> reports) {
    channel.ifPresent(open -> open.write(Wire.write(reports)));
  }

  void flush() {
    channel.ifPresent(Channel::flush);
  }
}
