/**
 * Signing in and out through OpenID Connect, and the tokens of a signed-in browser session, which
 * live in the HTTP session and nowhere else. Who may do what is the API's business. Start with
 * {@link dev.ekiden.portal.session.SignInFilter}.
 */
@NullMarked
package dev.ekiden.portal.session;

import org.jspecify.annotations.NullMarked;
