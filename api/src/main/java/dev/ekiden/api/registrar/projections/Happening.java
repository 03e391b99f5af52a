package dev.ekiden.api.registrar.projections;

import java.time.Instant;

/**
 * One thing that happened to an instance or a deployment.
 *
 * @param what a word in capitals, such as PLACED
 * @param detail a sentence, may be empty
 */
public record Happening(Instant at, String what, String detail) {}
