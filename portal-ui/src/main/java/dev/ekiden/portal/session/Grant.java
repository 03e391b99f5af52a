package dev.ekiden.portal.session;

import java.time.Instant;

/** What the identity provider gave: tokens as text, and when the access token stops being good. */
record Grant(String access, String refresh, String identity, Instant expiresAt) {}
