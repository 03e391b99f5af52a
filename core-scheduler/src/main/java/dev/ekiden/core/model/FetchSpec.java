package dev.ekiden.core.model;

/** Something put into the sandbox before the start; {@code destPath} is empty for the file name. */
public record FetchSpec(
    String uri, boolean extract, boolean executable, boolean cache, String destPath) {}
