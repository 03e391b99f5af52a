package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Disk;
import dev.ekiden.cli.machine.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One Open Liberty with {@code api.war} and {@code portal-ui.war}; numbered from 1. */
record Master(Site site, MasterHeap heap, int number) implements Service {
  private static final Pattern UNPACKED =
      Pattern.compile("/data/cache[A-Za-z]*/com\\.ibm\\.ws\\.app\\.manager_[0-9]+$");
  private static final int FIRST_PORT = 9443;
  private static final int FIRST_AGENT_PORT = 9445;
  private static final int STEP = 10;
  private static final int OK = 200;
  private static final int FOUND = 302;

  /** Address of the portal and the API of the numbered master. */
  static String url(int number) {
    return "https://localhost:" + port(number);
  }

  /** The same by its name, if it is a master's. */
  static Optional<String> urlOf(String name) {
    return name.matches("master-[1-9]")
        ? Optional.of(url(Integer.parseInt(name.substring("master-".length()))))
        : Optional.empty();
  }

  /** Port that agents and the router of the numbered master use, with client certificates. */
  static int agentPort(int number) {
    return FIRST_AGENT_PORT + STEP * (number - 1);
  }

  private static int port(int number) {
    return FIRST_PORT + STEP * (number - 1);
  }

  @Override
  public String name() {
    return "master-" + number;
  }

  @Override
  public String address() {
    return url(number);
  }

  @Override
  public List<Integer> ports() {
    return List.of(port(number), agentPort(number));
  }

  @Override
  public List<String> after() {
    return List.of("postgres", "zookeeper");
  }

  @Override
  public int stopRank() {
    return 0;
  }

  @Override
  public Duration patience() {
    return Duration.ofMinutes(4);
  }

  @Override
  public Launch launch() {
    Restored.settle(site);
    var user = site.folder("masters", name());
    var server = user.resolve("servers/ekiden");
    install(user, server);
    dropUnpackedApplications(workArea().resolve("org.eclipse.osgi"));
    var liberty = site.runtimes().liberty();
    var words = new ArrayList<String>();
    words.add(site.checkout().java());
    words.add("-javaagent:" + liberty.resolve("bin/tools/ws-javaagent.jar"));
    words.addAll(heap.options());
    words.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true"));
    words.add("-Djdk.tls.ephemeralDHKeySize=2048");
    words.add("@" + liberty.resolve("lib/platform/java/java24.options"));
    words.addAll(List.of("-jar", liberty.resolve("bin/tools/ws-server.jar").toString(), "ekiden"));
    return new Launch(words, environment(user), server);
  }

  @Override
  public boolean serves() {
    if (site.https().status(address() + "/ping") != OK) {
      return false;
    }
    int portal = site.https().status(address() + "/ui/");
    return portal == OK || portal == FOUND;
  }

  /** A signal lets the virtual machine write to its log what each thread does. */
  @Override
  public String lack(ProcessIdentity process) {
    process.signal("QUIT");
    return "/ping answers %d, /ui/ %d (0: nothing); what its threads do is in its log"
        .formatted(
            site.https().status(address() + "/ping"), site.https().status(address() + "/ui/"));
  }

  /**
   * It lets requests end for up to 30 s, and writes what it knows of its bundles and applications
   * last. If it is killed in the middle of that, the next start must not read it.
   */
  @Override
  public void stop(ProcessIdentity process) {
    if (!process.end("TERM", Duration.ofSeconds(45))) {
      Disk.deleteTree(workArea());
    }
  }

  private Path workArea() {
    return site.folder("masters", name()).resolve("servers/ekiden/workarea");
  }

  /**
   * Liberty refuses to start an application ("overlay.not.empty") if a {@code kill -9} left its
   * unpacked files behind. The rest of the work area stays: without it a start takes 10 s more.
   */
  private static void dropUnpackedApplications(Path bundles) {
    if (!Files.isDirectory(bundles)) {
      return;
    }
    try (var found =
        Files.find(bundles, 4, (path, _) -> UNPACKED.matcher(path.toString()).find())) {
      found.toList().forEach(Disk::deleteTree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void install(Path user, Path server) {
    var checkout = site.checkout();
    ProgramCopy.of(checkout.serverConfig(), server);
    ProgramCopy.of(checkout.libertyLib("hibernate"), user.resolve("shared/resources/hibernate"));
    ProgramCopy.of(checkout.libertyLib("pg"), user.resolve("shared/resources/pg"));
    ProgramCopy.file(checkout.apiWar(), server.resolve("apps/api.war"));
    ProgramCopy.file(checkout.portalWar(), server.resolve("apps/portal-ui.war"));
    try {
      Files.createDirectories(site.folder("artifacts"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Everything the server and its applications are told, secrets included: never on a command line.
   */
  private Map<String, String> environment(Path user) {
    var secrets = site.secrets();
    var all = new HashMap<String, String>();
    all.put("JAVA_HOME", site.checkout().javaHome().toString());
    all.put("WLP_USER_DIR", user.toString());
    all.put("EKIDEN_HTTPS_PORT", Integer.toString(port(number)));
    all.put("EKIDEN_AGENT_PORT", Integer.toString(agentPort(number)));
    all.put("EKIDEN_SSL_DIR", site.data().ssl().toString());
    all.put("EKIDEN_KEYSTORE_PASSWORD", secrets.get(Secrets.Name.KEYSTORE));
    all.put("EKIDEN_LTPA_PASSWORD", secrets.get(Secrets.Name.LTPA));
    all.put("EKIDEN_MASTER_KEY", secrets.get(Secrets.Name.MASTER_KEY));
    all.put("EKIDEN_DATABASE_PORT", Integer.toString(Postgres.PORT));
    all.put("EKIDEN_DATABASE_PASSWORD", secrets.get(Secrets.Name.EKIDEN_DATABASE));
    all.put("EKIDEN_MASTER_NAME", name());
    all.put("EKIDEN_ZOOKEEPER", "127.0.0.1:" + ZooKeeper.PORT);
    all.put("EKIDEN_ADVERTISE", address());
    all.put("EKIDEN_AGENT_ADVERTISE", "wss://localhost:" + agentPort(number));
    all.put("EKIDEN_ARTIFACTS", site.folder("artifacts").toString());
    all.put("EKIDEN_DOMAIN", "apps.localhost:" + Router.HTTPS_PORT);
    all.put("EKIDEN_SERVICE_PORTS", "10000-19999");
    all.put("EKIDEN_SAMPLE", site.checkout().sampleJar().toString());
    all.put("OIDC_ISSUER", Keycloak.ISSUER);
    all.put("OIDC_CLIENT_ID", "ekiden-portal");
    all.put("OIDC_CLIENT_SECRET", secrets.get(Secrets.Name.PORTAL_CLIENT));
    all.put("API_MP_REST_URL", address());
    return all;
  }
}
