package dev.ekiden.cli;

import dev.ekiden.cli.local.Health;
import dev.ekiden.cli.local.Row;
import dev.ekiden.cli.machine.Console;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One row per process. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows each process and whether it serves. Exits with 0 if all do, else with 3.")
final class StatusCommand implements Callable<Integer> {
  static final int NOT_ALL_UP = 3;

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = {"-o", "--output"},
      description = "${COMPLETION-CANDIDATES}; text if left out.")
  private Format format = Format.text;

  enum Format {
    text,
    json
  }

  @Override
  public Integer call() {
    var rows = data.stack(Console.standardError()).status();
    Console.standard()
        .line(
            switch (format) {
              case text -> table(rows);
              case json -> json(rows);
            });
    return rows.stream().allMatch(row -> row.health() == Health.UP) ? 0 : NOT_ALL_UP;
  }

  static String json(List<Row> rows) {
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(rows.stream().map(Row::asJson).toList());
  }

  static String table(List<Row> rows) {
    var text =
        new StringBuilder("%-11s %8s  %-9s %s".formatted("NAME", "PID", "HEALTH", "ADDRESS"));
    for (var row : rows) {
      var pid = row.pid().isPresent() ? Long.toString(row.pid().getAsLong()) : "-";
      text.append(
          "%n%-11s %8s  %-9s %s".formatted(row.name(), pid, row.health().word(), row.address()));
    }
    return text.toString();
  }
}
