package dev.ekiden.agent.router;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The directory of certificates that HAProxy serves: all made by the issue script, made again when
 * the names or the CA no longer fit or less than {@link #MARGIN} remains, deleted when no route
 * needs them, but for those of projects. A certificate that cannot be renewed stays in use until it
 * can.
 */
final class Certificates {
  static final Duration MARGIN = Duration.ofDays(30);

  private static final System.Logger LOG = System.getLogger(Certificates.class.getName());
  private static final int MOST_PER_PASS = 16;
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final Duration SCRIPT_DEADLINE = Duration.ofSeconds(20);
  private static final int SAN_DNS = 2;

  private final Settings settings;
  private final TreeMap<String, Held> held = new TreeMap<>();
  private final TreeMap<String, Instant> retryAt = new TreeMap<>();

  Certificates(Settings settings) {
    this.settings = settings;
  }

  private record Held(
      FileTime modified,
      String fingerprint,
      Collection<String> names,
      Instant notAfter,
      boolean signedByCa) {
    boolean fits(CertificateSpec spec, Instant now) {
      return signedByCa && names.containsAll(spec.names()) && notAfter.isAfter(now.plus(MARGIN));
    }
  }

  /**
   * Makes what is missing, up to a bound in one go; the next call goes on.
   *
   * @return file name to fingerprint (SHA-1 of the certificate, as HAProxy shows it) of all needed
   *     ones that are there now
   * @throws RouterException if there is no default certificate, without which nothing starts
   */
  SortedMap<String, String> ensure(Collection<String> hosts, Instant now) throws RouterException {
    var present = new TreeMap<String, String>();
    var made = 0;
    try {
      Files.createDirectories(settings.certificates());
      var specs = needed(hosts);
      for (var spec : specs.values()) {
        var path = settings.certificates().resolve(spec.file());
        var found = read(path);
        if (found.filter(certificate -> certificate.fits(spec, now)).isEmpty()
            && made < MOST_PER_PASS
            && !now.isBefore(retryAt.getOrDefault(spec.file(), Instant.MIN))) {
          made++;
          issue(spec, path, now);
          found = read(path);
        }
        found.ifPresent(certificate -> present.put(spec.file(), certificate.fingerprint()));
      }
    } catch (IOException e) {
      throw new RouterException("cannot keep " + settings.certificates(), e);
    }
    if (!present.containsKey(CertificateSpec.DEFAULT_FILE)) {
      throw new RouterException("no default certificate in " + settings.certificates());
    }
    return present;
  }

  /**
   * For the hosts, and for each project that has had a route: who calls its app after that app is
   * gone is to read so on a page, not to be warned of a wrong certificate.
   */
  private SortedMap<String, CertificateSpec> needed(Collection<String> hosts) throws IOException {
    var wanted = new ArrayList<>(hosts);
    try (var files = Files.list(settings.certificates())) {
      for (var file : files.toList()) {
        CertificateSpec.projectOf(file.getFileName().toString())
            .ifPresent(project -> wanted.add("any." + project + "." + settings.domain()));
      }
    }
    return CertificateSpec.needed(settings.domain(), wanted);
  }

  private void issue(CertificateSpec spec, Path path, Instant now) throws IOException {
    var fresh = settings.data().resolve("issued").resolve(spec.file());
    Files.createDirectories(fresh.getParent());
    var complaint = runScript(spec, fresh);
    if (complaint.isEmpty() && read(fresh).filter(made -> made.fits(spec, now)).isEmpty()) {
      complaint = "its certificate is not good for " + spec.names();
    }
    if (complaint.isEmpty()) {
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
      retryAt.remove(spec.file());
      LOG.log(INFO, "certificate {0} for {1}", spec.file(), spec.names());
    } else {
      retryAt.put(spec.file(), now.plus(RETRY));
      LOG.log(
          WARNING,
          "no new certificate {0}: {1}: {2}",
          spec.file(),
          settings.issueScript(),
          complaint);
    }
    held.remove(fresh.toString());
  }

  /** Answers what went wrong, empty if nothing did. */
  private String runScript(CertificateSpec spec, Path fresh) throws IOException {
    var command = new ArrayList<String>();
    command.add(settings.issueScript().toString());
    command.add(settings.caDir().toString());
    command.add(fresh.toString());
    command.addAll(spec.names());
    var output = settings.data().resolve("issue.out");
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(SCRIPT_DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "took longer than " + SCRIPT_DEADLINE.toSeconds() + " s";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
    return process.exitValue() == 0
        ? ""
        : "exit code " + process.exitValue() + ": " + Names.shown(Files.readString(output));
  }

  /** Deletes what no host needs; to be called when HAProxy's files no longer mention it either. */
  void tidy(Collection<String> hosts) throws RouterException {
    try (var files = Files.list(settings.certificates())) {
      var specs = needed(hosts);
      for (var file : files.toList()) {
        if (!specs.containsKey(file.getFileName().toString())) {
          Files.delete(file);
          held.remove(file.toString());
        }
      }
    } catch (IOException e) {
      throw new RouterException("cannot tidy " + settings.certificates(), e);
    }
  }

  /** Empty if there is no file, or none that can be read as a certificate. */
  private Optional<Held> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var modified = Files.getLastModifiedTime(file);
    var known = held.get(file.toString());
    if (known != null && known.modified().equals(modified)) {
      return Optional.of(known);
    }
    try {
      var bytes = Files.readAllBytes(file);
      var certificate = parse(bytes);
      var names = new ArrayList<String>();
      var alternatives = certificate.getSubjectAlternativeNames();
      for (var name : alternatives == null ? List.<List<?>>of() : alternatives) {
        if (Integer.valueOf(SAN_DNS).equals(name.get(0))) {
          names.add(String.valueOf(name.get(1)));
        }
      }
      var parsed =
          new Held(
              modified,
              fingerprint(certificate),
              List.copyOf(names),
              certificate.getNotAfter().toInstant(),
              isSignedBy(certificate, caKey()));
      held.put(file.toString(), parsed);
      return Optional.of(parsed);
    } catch (GeneralSecurityException e) {
      LOG.log(WARNING, "not a certificate: {0}: {1}", file, e.getMessage());
      return Optional.empty();
    }
  }

  private static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
    var digest = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
    return HexFormat.of().withUpperCase().formatHex(digest);
  }

  private PublicKey caKey() throws IOException, GeneralSecurityException {
    return parse(Files.readAllBytes(settings.caDir().resolve("ca.pem"))).getPublicKey();
  }

  private static boolean isSignedBy(X509Certificate certificate, PublicKey key) {
    try {
      certificate.verify(key);
      return true;
    } catch (GeneralSecurityException e) {
      return false; // of an older CA: to be made again
    }
  }

  private static X509Certificate parse(byte[] pem) throws GeneralSecurityException {
    var factory = CertificateFactory.getInstance("X.509");
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(pem));
  }
}
