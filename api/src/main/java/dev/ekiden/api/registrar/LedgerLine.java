package dev.ekiden.api.registrar;

import java.time.Instant;

/** A deployment as history tells it; {@code endedAt} equals {@code startedAt} while it runs. */
public record LedgerLine(
    String id,
    String app,
    String kind,
    String state,
    String by,
    Instant startedAt,
    Instant endedAt,
    String sentence,
    int wanted) {}
