package dev.ekiden.portal.session;

import dev.ekiden.portal.client.ApiException;
import dev.ekiden.portal.client.Bearer;
import dev.ekiden.portal.client.SignedOutException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The tokens of one HTTP session. Fresh until 15 s before the access token expires, then renewed by
 * the next caller while others wait; over for good once the provider refuses to renew. Needs no
 * request, so push threads may call it.
 */
final class Tokens implements Bearer {
  /** Name of the session attribute. */
  static final String KEY = "dev.ekiden.portal.tokens";

  private static final Duration EARLY = Duration.ofSeconds(15);

  private final ReentrantLock lock = new ReentrantLock();
  private final Provider provider;
  private Grant grant;
  private boolean over;

  Tokens(Provider provider, Grant grant) {
    this.provider = provider;
    this.grant = grant;
  }

  @Override
  public String token() {
    lock.lock();
    try {
      if (over) {
        throw new SignedOutException("the session is over");
      }
      if (!provider.now().isBefore(grant.expiresAt().minus(EARLY))) {
        renew();
      }
      return grant.access();
    } finally {
      lock.unlock();
    }
  }

  private void renew() {
    try {
      grant = provider.refresh(grant);
    } catch (SignedOutException e) {
      over = true;
      throw e;
    } catch (ApiException e) {
      if (!provider.now().isBefore(grant.expiresAt())) {
        throw e;
      }
    }
  }

  boolean over() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  /** Ends it here; answers what the provider needs to end it there. */
  Grant end() {
    lock.lock();
    try {
      over = true;
      return grant;
    } finally {
      lock.unlock();
    }
  }
}
