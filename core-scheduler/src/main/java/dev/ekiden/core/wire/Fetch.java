package dev.ekiden.core.wire;

/**
 * Something to put into the sandbox before the start.
 *
 * @param uri {@code artifact:sha256:<64 hex>/<file name>}, got from the master over the link's
 *     HTTPS port and verified; or {@code http://…}, {@code https://…}
 * @param extract unpack .zip, .tar, .tar.gz, .tgz (by file name); others are left as they are
 * @param executable set the run bit
 * @param destPath relative to the sandbox, without {@code ..}; empty: the file name
 */
public record Fetch(String uri, boolean extract, boolean executable, String destPath) {}
