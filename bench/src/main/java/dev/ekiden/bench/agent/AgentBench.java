package dev.ekiden.bench.agent;

import dev.ekiden.bench.figures.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a real agent with real containers; {@code ./ekiden bench agent} starts it. */
@Command(name = "agent")
public final class AgentBench implements Callable<Integer> {
  private static final List<String> ALL = List.of("start", "one", "idle", "wave", "many");

  @Parameters private List<String> parts = List.of();

  @Option(names = "--root", required = true)
  private Path root = Path.of(".");

  @Option(names = "--data", required = true)
  private Path data = Path.of(".");

  @Option(names = "--samples", description = "Starts one after the other.")
  private int samples = 30;

  @Option(names = "--wave", description = "Instances ordered at once.")
  private int wave = 200;

  @Option(names = "--many", description = "Instances of which none may be lost.")
  private int many = 1000;

  @Option(names = "--seconds", description = "How long the idle agent is watched.")
  private int seconds = 20;

  @Option(names = "--set", description = "A line of the agent's properties: KEY=VALUE.")
  private Map<String, String> settings = new TreeMap<>();

  /** Prints figures; takes some minutes. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new AgentBench()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    var figures = new Figures(System.out);
    var runtime = Runtime.getRuntime();
    figures.note(
        "one agent, real containers, a stand-in master on the same %d cores; Java %s; load %s; %s",
        runtime.availableProcessors(), Runtime.version(), Proc.load(), settings);
    var ssl = certificates();
    var heard = new Heard();
    try (var master = StandInMaster.listening(ssl, heard)) {
      long begin = System.nanoTime();
      var name = "bench-" + ProcessHandle.current().pid();
      var agent = new RealAgent(root, data.resolve(name), ssl, name, master.address(), settings);
      // Whoever is tired of waiting finds no containers afterwards.
      Runtime.getRuntime().addShutdownHook(new Thread(agent::stop));
      try {
        var bench = new Bench(master, heard, agent, figures, data.resolve(name).resolve("bare"));
        bench.awaitHello(1);
        figures.note(
            "first start, files not read before: %s", Figures.seconds(heard.lastHello() - begin));
        for (var part : parts.isEmpty() ? ALL : parts) {
          figures.part("%s (load %s)".formatted(part, Proc.load()));
          run(part, bench);
        }
      } finally {
        agent.stop();
      }
    }
    figures.summary();
    return 0;
  }

  private void run(String part, Bench bench) throws Exception {
    switch (part) {
      case "start" -> new Starting(bench).measure();
      case "one" -> new OneByOne(bench).measure(samples);
      case "idle" -> new Crowd(bench).idle(seconds);
      case "wave" -> new Crowd(bench).wave(wave);
      case "many" -> new Crowd(bench).many(many);
      default -> throw new IllegalArgumentException("there is no part " + part);
    }
  }

  /** As {@code up} makes them. */
  private Path certificates() throws IOException, InterruptedException {
    var ssl = Files.createDirectories(data.resolve("ssl"));
    var password = ssl.resolve("password");
    if (!Files.exists(password)) {
      Files.writeString(password, "bench-" + System.nanoTime());
    }
    var make =
        new ProcessBuilder(
            root.resolve("ssl/make.sh").toString(), ssl.toString(), password.toString(), "1");
    make.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var code = make.redirectErrorStream(true).redirectOutput(data.resolve("ssl.out").toFile());
    if (code.start().waitFor() != 0) {
      throw new IOException("no certificates: see " + data.resolve("ssl.out"));
    }
    return ssl;
  }
}
