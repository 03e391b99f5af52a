package dev.ekiden.bench.masters;

import dev.ekiden.bench.agents.Fleet;
import dev.ekiden.bench.agents.FleetPlan;
import dev.ekiden.bench.figures.Figures;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a running stack without agents of its own; {@code ./ekiden bench masters} starts it. */
@Command(name = "masters")
public final class MastersBench implements Callable<Integer> {
  private static final List<String> ALL =
      List.of(
          "plain",
          "constrained",
          "writes",
          "saturate",
          "reads",
          "list",
          "memory",
          "takeover",
          "agent");
  private static final int MILLION = 1_000_000;
  private static final long HELLOS_MILLIS_EACH = 5;

  @Parameters private List<String> parts = List.of();

  @Option(names = "--root", required = true)
  private Path root = Path.of(".");

  @Option(names = "--data", required = true)
  private Path data = Path.of(".");

  @Option(names = "--masters")
  private int masters = 1;

  @Option(names = "--master-heap")
  private String masterHeap = "?";

  @Option(names = "--agents")
  private int agents = 1_000;

  @Option(names = "--instances")
  private int instances = 10_000;

  @Option(names = "--apps")
  private int apps = 1;

  @Option(names = "--start-millis")
  private long startMillis;

  @Option(names = "--seconds")
  private int seconds = 15;

  @Option(names = "--connections")
  private int connections = 64;

  @Option(names = "--writes")
  private int writes = 200;

  @Option(names = "--repeat")
  private int repeat = 3;

  /** Prints figures; takes minutes. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new MastersBench()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    var setting =
        new Setting(
            root,
            data,
            masters,
            agents,
            instances,
            apps,
            startMillis,
            seconds,
            connections,
            writes,
            repeat);
    var figures = new Figures(System.out);
    var api = new Api(setting);
    var stack = new Stack(setting);
    var runtime = Runtime.getRuntime();
    figures.note(
        "%d masters with a heap of %s, %,d simulated agents, PostgreSQL with fsync, all on this"
            + " machine of %d cores; Java %s; clients and agents take their share of the cores",
        masters, masterHeap, agents, runtime.availableProcessors(), Runtime.version());
    var plan = new FleetPlan(agents, setting.links(), setting.ssl(), startMillis, 1);
    api.token();
    try (var fleet = Fleet.of(plan)) {
      long begin = System.nanoTime();
      fleet.dial(agents * HELLOS_MILLIS_EACH);
      var bench = new Bench(setting, stack, fleet, api, figures);
      figures.part("agents");
      bench.withCpu(
          "hellos",
          () -> {
            Api.until("all agents are known", () -> fleet.tally().welcomed.get() >= agents);
            return agents;
          });
      figures.figure(
          "%,d agents dial, say hello, are welcomed".formatted(agents),
          Figures.seconds(System.nanoTime() - begin),
          "");
      for (var part : parts.isEmpty() ? ALL : parts) {
        figures.part(part);
        run(part, bench);
      }
      figures.note("%s", fleet.tally());
    }
    figures.summary();
    return 0;
  }

  private static void run(String part, Bench bench) throws Exception {
    int instances = bench.setting().instances();
    switch (part) {
      case "plain" -> launch(bench, "plain", instances, AppJson::plain, "≥ 10,000/s");
      case "constrained" ->
          launch(bench, "constrained", instances, AppJson::constrained, "≥ 8,000/s");
      case "million" -> launch(bench, "million", MILLION, AppJson::plain, "≤ 120 s");
      case "writes" -> new Calls(bench).writes();
      case "saturate" -> new Calls(bench).saturate();
      case "reads" -> new Calls(bench).reads();
      case "list" -> new Calls(bench).list();
      case "memory" -> memory(bench);
      case "takeover" -> new Deaths(bench).leaders();
      case "agent" -> new Deaths(bench).agent();
      default -> throw new IllegalArgumentException("there is no part " + part);
    }
  }

  private static void launch(
      Bench bench, String name, int instances, Launching.Definition definition, String target)
      throws Exception {
    var launching = new Launching(bench, name);
    launching.launch(name, instances, definition, target);
    launching.clear();
  }

  /** Launches instances that stay, for the parts after it. */
  private static void memory(Bench bench) throws Exception {
    int instances = bench.setting().instances();
    new Launching(bench, "held").launch("held", instances, AppJson::plain, "");
    bench
        .stack()
        .pids()
        .forEach(
            (name, pid) ->
                bench
                    .figures()
                    .figure(
                        "resident memory of %s, %,d agents, %,d instances"
                            .formatted(name, bench.setting().agents(), instances),
                        "%,d MiB".formatted(Stack.residentMebi(pid)),
                        ""));
  }
}
