/**
 * The file that a backup is: a tar.gz of named members with a manifest that has the SHA-256 of
 * each. Knows nothing of processes or databases. Start at {@link
 * dev.ekiden.cli.archive.ArchiveWriter}.
 */
@NullMarked
package dev.ekiden.cli.archive;

import org.jspecify.annotations.NullMarked;
