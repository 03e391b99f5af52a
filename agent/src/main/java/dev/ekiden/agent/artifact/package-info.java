/**
 * Bytes on their way into a sandbox: fetched once, verified, cached, unpacked without trusting the
 * archive. It knows nothing of processes. Start at {@link dev.ekiden.agent.artifact.Artifacts}.
 */
@NullMarked
package dev.ekiden.agent.artifact;

import org.jspecify.annotations.NullMarked;
