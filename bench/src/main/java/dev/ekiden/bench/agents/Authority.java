package dev.ekiden.bench.agents;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The stack's own certificate authority, signing for agents that share one key pair: a certificate
 * costs one signature.
 */
final class Authority {
  private static final Duration VALID = Duration.ofDays(2);

  private final X509Certificate certificate;
  private final ContentSigner signer;
  private final KeyPair shared;
  private long serial = System.currentTimeMillis() << 20;

  private Authority(X509Certificate certificate, ContentSigner signer, KeyPair shared) {
    this.certificate = certificate;
    this.signer = signer;
    this.shared = shared;
  }

  /** Reads {@code ca.pem} and {@code ca.key} of the folder that {@code ssl/make.sh} wrote. */
  static Authority open(Path ssl) throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(ssl.resolve("ca.pem"))) {
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key(ssl.resolve("ca.key")));
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new Authority(certificate, signer, generator.generateKeyPair());
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("cannot sign with " + ssl.resolve("ca.key"), e);
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    var text = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
    var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text));
    return KeyFactory.getInstance("EC").generatePrivate(spec);
  }

  X509Certificate certificate() {
    return certificate;
  }

  /** The key of all certificates that are issued here. */
  PrivateKey sharedKey() {
    return shared.getPrivate();
  }

  /** A client certificate for the agent of that name. */
  X509Certificate issue(String agent) throws IOException, GeneralSecurityException {
    var now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            certificate,
            BigInteger.valueOf(serial++),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(VALID)),
            new X500Principal("CN=" + agent + ",OU=agents,O=ekiden"),
            shared.getPublic());
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }
}
