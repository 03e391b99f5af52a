package dev.ekiden.api.security;

/** What somebody may do in a project; each may do all that those before it may. */
public enum Role {
  /** Read, logs. */
  VIEWER,
  /** Deploy, scale, restart. */
  DEPLOYER,
  /** Delete, routes, secrets, tokens. */
  MAINTAINER,
  /** Members. */
  OWNER
}
