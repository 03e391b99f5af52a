package dev.ekiden.api.instances;

import dev.ekiden.api.agentlink.Reader;
import dev.ekiden.api.control.ControlLoop;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/** Lets whoever asked follow, as long as this master leads. */
@ApplicationScoped
public class Followers {
  @Inject private ControlLoop loop;

  void follow(Reader reader, Following.Crew crew, LogQuery query, OutputStream out)
      throws IOException {
    try {
      new Following(reader, new EventWriter(out), loop::leading, crew, query).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped");
    }
  }
}
