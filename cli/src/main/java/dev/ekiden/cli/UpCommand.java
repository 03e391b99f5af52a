package dev.ekiden.cli;

import dev.ekiden.cli.local.FirstProjects;
import dev.ekiden.cli.local.Stack;
import dev.ekiden.cli.local.UpRequest;
import dev.ekiden.cli.machine.Console;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Builds, installs and starts what is missing, and waits until it serves. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description =
        "Starts everything on this machine, or what is missing of it, and waits until it serves.")
final class UpCommand implements Callable<Integer> {
  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--masters",
      paramLabel = "N",
      description = "Masters, 1 to 5; as before if left out, at first 1.")
  private int masters;

  @Option(
      names = "--agents",
      paramLabel = "N",
      description = "Agents, 1 to 30; as before if left out, at first 2.")
  private int agents;

  @Option(
      names = "--master-heap",
      paramLabel = "SIZE",
      defaultValue = "${env:EKIDEN_MASTER_HEAP:-}",
      description =
          "Heap of a master, like 768m; from 1g on it is also tuned for load. As before if left"
              + " out, at first 512m; EKIDEN_MASTER_HEAP in the environment says the same.")
  private String masterHeap = "";

  @Option(
      names = {"-d", "--detach"},
      description = "Return once it serves, instead of staying until Ctrl-C.")
  private boolean detach;

  @Option(names = "--only", hidden = true, split = ",", paramLabel = "NAME")
  private List<String> only = List.of();

  @Option(names = "--no-build", hidden = true)
  private boolean noBuild;

  @Override
  public Integer call() {
    var console = Console.standard();
    var stack = data.stack(console);
    var settled = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted(stack, settled, console)));
    long begin = System.nanoTime();
    boolean started;
    try {
      started = !stack.up(new UpRequest(masters, agents, masterHeap, only, !noBuild)).isEmpty();
      if (started && only.isEmpty()) {
        new FirstProjects(data.dir()).make();
      }
    } catch (RuntimeException e) {
      detach = true; // nothing is left for the hook to stop
      throw e;
    } finally {
      settled.countDown();
    }
    if (started) {
      console.done("everything serves", System.nanoTime() - begin);
    } else {
      console.line("Already up; nothing had to be started.");
    }
    console.line(Welcome.text(data.dir()));
    if (started && !detach) {
      console.line("Ctrl-C stops everything.");
      new Watch(stack, console).forEver();
    }
    detach = true;
    return 0;
  }

  /** Runs when this JVM ends; on Ctrl-C before it was told to stay, or while it stays. */
  private void interrupted(Stack stack, CountDownLatch settled, Console console) {
    try {
      if (stack.cancel()) {
        console.line("Interrupted: stopping what was started.");
        settled.await();
      } else if (settled.getCount() == 0 && !detach) {
        console.line("Stopping everything.");
        stack.down();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
