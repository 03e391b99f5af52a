package dev.ekiden.api.forward;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.function.BooleanSupplier;

/** The body of a request that is passed on. Small ones are kept, so that they can be sent again. */
sealed interface RequestBody {
  /** Bytes that are kept at most. */
  int SMALL = 64 * 1_024;

  /** Reads small bodies to their end, others not at all. */
  static RequestBody of(Inbound request) throws ClientGoneException {
    if (request.length() < 0 || request.length() > SMALL) {
      return new Streamed(new StreamedBody(request.body(), request.length()));
    }
    try {
      return new Kept(request.body().readNBytes((int) request.length()));
    } catch (IOException e) {
      throw new ClientGoneException(e);
    }
  }

  BodyPublisher publisher();

  /** Whether it is all there still. */
  boolean whole();

  /** Hands over what is not there yet, until {@code over}. */
  void feed(BooleanSupplier over) throws ClientGoneException, InterruptedException;

  /** The request has its answer, or gets none: nothing more is handed over. */
  void end();

  record Kept(byte[] bytes) implements RequestBody {
    @Override
    public BodyPublisher publisher() {
      return bytes.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes);
    }

    @Override
    public boolean whole() {
      return true;
    }

    @Override
    public void feed(BooleanSupplier over) {}

    @Override
    public void end() {}
  }

  record Streamed(StreamedBody body) implements RequestBody {
    @Override
    public HttpRequest.BodyPublisher publisher() {
      return body;
    }

    @Override
    public boolean whole() {
      return body.untouched();
    }

    @Override
    public void feed(BooleanSupplier over) throws ClientGoneException, InterruptedException {
      body.feed(over);
    }

    @Override
    public void end() {
      body.end();
    }
  }
}
