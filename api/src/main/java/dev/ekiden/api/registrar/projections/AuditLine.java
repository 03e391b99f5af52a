package dev.ekiden.api.registrar.projections;

import java.time.Instant;

/**
 * Who did what to what.
 *
 * @param id grows with time
 * @param by empty where it is not known
 * @param action such as {@code app.changed}
 * @param project empty for what concerns the whole cluster
 * @param deployment id, may be empty
 * @param detail a sentence, may be empty
 * @param before JSON of what differs; empty if there was nothing
 * @param after JSON of what differs; empty if there is nothing now
 */
public record AuditLine(
    long id,
    Instant at,
    String by,
    String action,
    String subject,
    String project,
    String deployment,
    String detail,
    String before,
    String after) {}
