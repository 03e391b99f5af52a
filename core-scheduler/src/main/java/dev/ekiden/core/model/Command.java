package dev.ekiden.core.model;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What an instance runs. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Command {

  /** The words as the kernel gets them. */
  List<String> argv();

  /** A line for {@code /bin/sh -c}. */
  record Shell(String line) implements Command {
    public Shell {
      if (line.isBlank()) {
        throw new IllegalArgumentException("cmd must not be empty");
      }
    }

    @Override
    public List<String> argv() {
      return List.of("/bin/sh", "-c", line);
    }
  }

  /** Words, the first one being the program. */
  record Words(List<String> words) implements Command {
    public Words {
      words = List.copyOf(words);
      if (words.isEmpty()) {
        throw new IllegalArgumentException("args must not be empty");
      }
    }

    @Override
    public List<String> argv() {
      return words;
    }
  }
}
