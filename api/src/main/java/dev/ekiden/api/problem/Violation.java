package dev.ekiden.api.problem;

/** One fault of a request: where ({@code /cpus}, {@code /} for all of it) and what. */
public record Violation(String path, String message) {}
