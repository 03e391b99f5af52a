/** Uploaded files, kept by their digest: /v3/artifacts. Start with {@code ArtifactStore}. */
@NullMarked
package dev.ekiden.api.artifacts;

import org.jspecify.annotations.NullMarked;
