package dev.ekiden.bench.agents;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Everybody's certificates in one TLS context: the engine's peer host is the agent's own name, and
 * that chooses.
 */
final class Identities extends X509ExtendedKeyManager {
  private final Map<String, X509Certificate> certificates;
  private final X509Certificate authority;
  private final PrivateKey key;

  Identities(Map<String, X509Certificate> certificates, X509Certificate authority, PrivateKey key) {
    this.certificates = Map.copyOf(certificates);
    this.authority = authority;
    this.key = key;
  }

  @Override
  public String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    return engine.getPeerHost();
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    var own = certificates.get(alias);
    return own == null ? null : new X509Certificate[] {own, authority};
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return certificates.keySet().toArray(String[]::new);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }
}
