/**
 * Where an instance's files live, and how many of them there may be. It knows files and mounts, not
 * instances. Start at {@link dev.ekiden.agent.volume.Volumes}.
 */
@NullMarked
package dev.ekiden.agent.volume;

import org.jspecify.annotations.NullMarked;
