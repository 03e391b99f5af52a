package dev.ekiden.cli;

import dev.ekiden.cli.local.Stack;
import dev.ekiden.cli.machine.Console;
import dev.ekiden.cli.machine.Pause;
import java.util.HashSet;

/** Looks at a running stack and says once when one of its processes has ended. */
final class Watch {
  private static final long PERIOD_MILLIS = 3000;

  private final Stack stack;
  private final Console console;
  private final HashSet<String> dead = new HashSet<>();

  Watch(Stack stack, Console console) {
    this.stack = stack;
    this.console = console;
  }

  /** Returns never; Ctrl-C ends the JVM. */
  void forEver() {
    while (true) {
      for (var name : stack.ended()) {
        if (dead.add(name)) {
          console.failed(name + " has ended: ./ekiden restart " + name + " starts it again");
        }
      }
      dead.retainAll(stack.ended());
      Pause.millis(PERIOD_MILLIS);
    }
  }
}
