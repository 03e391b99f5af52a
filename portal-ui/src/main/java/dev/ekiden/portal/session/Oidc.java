package dev.ekiden.portal.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import jakarta.security.enterprise.authentication.mechanism.http.OpenIdAuthenticationMechanismDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.openid.ClaimsDefinition;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * How the server signs people in. Tokens are renewed by {@link Tokens}, not by the server: that
 * would insist on a nonce that Keycloak leaves out when renewing. The getters are for the
 * annotation's expressions.
 */
@OpenIdAuthenticationMechanismDefinition(
    providerURI = "${oidc.issuer}",
    clientId = "${oidc.clientId}",
    clientSecret = "${oidc.clientSecret}",
    redirectURI = "${baseURL}/callback",
    redirectToOriginalResource = false,
    scope = {"openid", "profile"},
    tokenAutoRefresh = false,
    jwksConnectTimeout = 5000,
    jwksReadTimeout = 5000,
    claimsDefinition =
        @ClaimsDefinition(callerNameClaim = "preferred_username", callerGroupsClaim = "groups"))
@ApplicationScoped
@Named("oidc")
public class Oidc {
  private final Config config = ConfigProvider.getConfig();

  /** From {@code OIDC_ISSUER}. */
  public String getIssuer() {
    return config.getValue("oidc.issuer", String.class);
  }

  /** From {@code OIDC_CLIENT_ID}. */
  public String getClientId() {
    return config.getValue("oidc.client.id", String.class);
  }

  /** From {@code OIDC_CLIENT_SECRET}. */
  public String getClientSecret() {
    return config.getValue("oidc.client.secret", String.class);
  }

  OidcSettings settings() {
    return new OidcSettings(getIssuer(), getClientId(), getClientSecret());
  }
}
