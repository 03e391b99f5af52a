/**
 * The OCI bundle of an instance: the root filesystem it sees and the config.json that runc reads.
 * It starts nothing. Start at {@link dev.ekiden.agent.bundle.Bundle}.
 */
@NullMarked
package dev.ekiden.agent.bundle;

import org.jspecify.annotations.NullMarked;
