package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.ProcessIdentity;
import java.time.Instant;

/** What {@code run/NAME.json} remembers of a process that was started. */
record ProcessRecord(String name, ProcessIdentity process, Instant startedAt) {}
