package dev.ekiden.core.model;

/** Steps on the way from a wish to a served request, in order. */
public enum Milestone {
  RECEIVED,
  PLACED,
  UNPACKED,
  STARTED,
  HEALTHY
}
