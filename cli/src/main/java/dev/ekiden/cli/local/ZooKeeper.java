package dev.ekiden.cli.local;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One ZooKeeper server on loopback, in a small JVM of its own. */
record ZooKeeper(Site site) implements Service {
  static final int PORT = 9181;

  /** A session ends within one tick of its time; none is granted that is shorter than two. */
  private static final int TICK_MILLIS = 500;

  private static final int LONGEST_SESSION_MILLIS = 40_000;
  private static final String LOGGING =
      """
      handlers = java.util.logging.ConsoleHandler
      .level = WARNING
      """;

  @Override
  public String name() {
    return "zookeeper";
  }

  @Override
  public String address() {
    return "127.0.0.1:" + PORT;
  }

  @Override
  public List<Integer> ports() {
    return List.of(PORT);
  }

  @Override
  public List<String> after() {
    return List.of();
  }

  @Override
  public int stopRank() {
    return 2;
  }

  @Override
  public Launch launch() {
    var folder = site.folder("zookeeper");
    var program = ProgramCopy.of(site.checkout().zookeeperLib(), site.data().programs("zookeeper"));
    var settings = new LinkedHashMap<String, String>();
    settings.put("dataDir", folder.resolve("data").toString());
    settings.put("clientPort", Integer.toString(PORT));
    settings.put("clientPortAddress", "127.0.0.1");
    settings.put("tickTime", Integer.toString(TICK_MILLIS));
    settings.put("minSessionTimeout", Integer.toString(2 * TICK_MILLIS));
    settings.put("maxSessionTimeout", Integer.toString(LONGEST_SESSION_MILLIS));
    settings.put("maxClientCnxns", "0");
    settings.put("admin.enableServer", "false");
    settings.put("autopurge.snapRetainCount", "3");
    settings.put("autopurge.purgeInterval", "1");
    PrivateFile.writeProperties(folder.resolve("zoo.cfg"), settings);
    PrivateFile.write(folder.resolve("logging.properties"), LOGGING);
    return new Launch(
        List.of(
            site.checkout().java(),
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseCompactObjectHeaders",
            "-Djava.util.logging.config.file=" + folder.resolve("logging.properties"),
            "-Dzookeeper.jmx.log4j.disable=true",
            "-cp",
            program + "/*",
            "org.apache.zookeeper.server.ZooKeeperServerMain",
            folder.resolve("zoo.cfg").toString()),
        Map.of("JMXDISABLE", "true"),
        folder);
  }

  @Override
  public boolean serves() {
    return Sockets.accepts(PORT);
  }
}
