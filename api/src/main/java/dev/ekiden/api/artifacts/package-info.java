/**
 * Uploaded files, kept by their digest: /v3/artifacts. Start with {@link
 * dev.ekiden.api.artifacts.ArtifactStore}.
 */
@NullMarked
package dev.ekiden.api.artifacts;

import org.jspecify.annotations.NullMarked;
