/**
 * What instances do at this moment, read from their agents as somebody asks: what they use, their
 * files, the lines they write: /v3/instances, /v3/apps. Nothing of it is kept. Start at {@link
 * dev.ekiden.api.instances.ReadingThreads}.
 */
@NullMarked
package dev.ekiden.api.instances;

import org.jspecify.annotations.NullMarked;
