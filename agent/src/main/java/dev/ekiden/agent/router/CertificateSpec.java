package dev.ekiden.agent.router;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which certificate a host needs.
 *
 * @param file name in the directory of certificates
 * @param names that it must be good for
 */
record CertificateSpec(String file, List<String> names) {
  /** The one that HAProxy shows to clients that name no host, or an unknown one. */
  static final String DEFAULT_FILE = "_default.pem";

  /** A single label: every other host's file has a dot or an underscore before its ending. */
  private static final Pattern PROJECT_FILE = Pattern.compile("([a-z0-9-]+)\\.pem");

  CertificateSpec {
    names = List.copyOf(names);
  }

  /**
   * The default certificate, a wildcard for each project ({@code X.P.domain}), and one for each
   * other host, by file name. Pure.
   */
  static SortedMap<String, CertificateSpec> needed(String domain, Collection<String> hosts) {
    var specs = new TreeMap<String, CertificateSpec>();
    var always = new CertificateSpec(DEFAULT_FILE, List.of("*." + domain, domain));
    specs.put(always.file(), always);
    for (var host : hosts) {
      if (!covers(always.names(), host)) {
        var spec = of(domain, host);
        specs.put(spec.file(), spec);
      }
    }
    return Collections.unmodifiableSortedMap(specs);
  }

  /** Whether a certificate with these names is good for the host; a wildcard is one label. */
  static boolean covers(Collection<String> names, String host) {
    var dot = host.indexOf('.');
    return names.contains(host) || (dot > 0 && names.contains("*" + host.substring(dot)));
  }

  /** The project whose wildcard certificate has this file name. */
  static Optional<String> projectOf(String file) {
    var matcher = PROJECT_FILE.matcher(file);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static CertificateSpec of(String domain, String host) {
    if (host.endsWith("." + domain)) {
      var labels = host.substring(0, host.length() - domain.length() - 1).split("\\.");
      if (labels.length == 2) {
        var project = labels[1];
        return new CertificateSpec(
            project + ".pem", List.of("*." + project + "." + domain, project + "." + domain));
      }
    }
    // A single label must not take a project's file; no label has an underscore.
    var file = host.contains(".") ? host + ".pem" : "_host." + host + ".pem";
    return new CertificateSpec(file, List.of(host));
  }
}
