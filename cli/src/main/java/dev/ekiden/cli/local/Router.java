package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The router; the HAProxy that it drives outlives it on purpose. */
record Router(Site site, Topology topology) implements Service {
  static final int HTTP_PORT = 7080;
  static final int HTTPS_PORT = 7443;
  static final int STATS_PORT = 7090;

  @Override
  public String name() {
    return "router";
  }

  @Override
  public String address() {
    return "https://localhost:" + HTTPS_PORT;
  }

  @Override
  public List<Integer> ports() {
    return List.of(HTTP_PORT, HTTPS_PORT, STATS_PORT);
  }

  @Override
  public List<String> after() {
    return List.of("postgres");
  }

  @Override
  public int stopRank() {
    return 1;
  }

  @Override
  public Launch launch() {
    var config = folder().resolve("config.properties");
    PrivateFile.writeProperties(config, settings());
    return new Launch(
        new AgentProgram(site).router(List.of(config.toString())),
        AgentProgram.environment(site),
        folder());
  }

  @Override
  public boolean serves() {
    return Sockets.accepts(HTTPS_PORT);
  }

  @Override
  public boolean hasOutlivers() {
    return !haproxy().isEmpty();
  }

  @Override
  public void stopOutlivers() {
    haproxy().forEach(process -> process.end("TERM", Duration.ofSeconds(10)));
  }

  @Override
  public boolean owns(long pid) {
    return haproxy().stream().anyMatch(process -> process.pid() == pid);
  }

  /** What the router is told. */
  Map<String, String> settings() {
    var ssl = site.data().ssl();
    var all = new LinkedHashMap<String, String>();
    all.put("masters", topology.agentLinks("https"));
    all.put("data", folder().toString());
    all.put("keystore", ssl.resolve("router.p12").toString());
    all.put("keystore.password.file", site.data().keystorePassword().toString());
    all.put("truststore", ssl.resolve("trust.p12").toString());
    all.put("domain", "apps.localhost");
    all.put("http.port", Integer.toString(HTTP_PORT));
    all.put("https.port", Integer.toString(HTTPS_PORT));
    all.put("stats.port", Integer.toString(STATS_PORT));
    all.put("issue.script", site.checkout().sslScript("issue.sh").toString());
    all.put("ca.dir", ssl.toString());
    return all;
  }

  /** Processes from the pid file that really are an HAProxy, with their workers. */
  private List<ProcessIdentity> haproxy() {
    var file = folder().resolve("haproxy.pid");
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> line.matches("[0-9]{1,10}"))
          .map(Long::parseLong)
          .filter(pid -> ProcessIdentity.nameOf(pid).filter("haproxy"::equals).isPresent())
          .flatMap(ProcessIdentity::withDescendants)
          .flatMap(pid -> ProcessIdentity.of(pid).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path folder() {
    return site.folder("router");
  }
}
