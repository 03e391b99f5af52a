package dev.ekiden.core.state;

import dev.ekiden.core.model.End;

/** An instance that is over, as it last was, and how it ended. */
public record EndedInstance(Instance last, End end) {}
