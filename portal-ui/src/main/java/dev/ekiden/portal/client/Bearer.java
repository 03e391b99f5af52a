package dev.ekiden.portal.client;

/** Where the access token of the person at the browser comes from. */
@FunctionalInterface
public interface Bearer {
  /** A token that is still good for some seconds; safe from any thread. */
  String token();
}
