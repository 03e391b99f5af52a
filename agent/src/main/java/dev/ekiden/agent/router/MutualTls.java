package dev.ekiden.agent.router;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Our client certificate and the CA that masters must be signed by. */
final class MutualTls {
  private MutualTls() {}

  /**
   * Reads the stores.
   *
   * @throws SettingsException if one cannot be opened with the password
   */
  static SSLContext context(Settings settings) throws SettingsException {
    try {
      var password = Files.readString(settings.passwordFile()).strip().toCharArray();
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(open(settings.keystore(), password), password);
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(open(settings.truststore(), password));
      var context = SSLContext.getInstance("TLSv1.3");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new SettingsException("cannot use the key stores", e);
    }
  }

  private static KeyStore open(Path file, char[] password)
      throws SettingsException, GeneralSecurityException {
    try (var in = Files.newInputStream(file)) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      return store;
    } catch (IOException e) {
      throw new SettingsException("cannot open " + file, e);
    }
  }
}
