package dev.ekiden.portal.session;

/** The provider's issuer URL and what we are called there. */
record OidcSettings(String issuer, String clientId, String clientSecret) {}
