package dev.ekiden.api.forward;

import java.net.URI;
import java.util.Optional;

/** Who leads, as far as this master knows at the moment; asked often, so it does no I/O. */
@FunctionalInterface
interface Leaders {
  /** {@code https://host:port} of a leader that takes requests. */
  Optional<URI> leader();
}
