package dev.ekiden.cli.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How to start a process: its words, what to add to its environment, and where. */
record Launch(List<String> words, Map<String, String> environment, Path folder) {
  Launch {
    words = List.copyOf(words);
  }
}
