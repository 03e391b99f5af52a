package dev.ekiden.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The README's way without a browser, command by command as it stands there. */
@EndToEnd
class CurlDeployIT {
  private static final Pattern BLOCK =
      Pattern.compile(
          "<!-- deploy with curl: begin -->\\s*```sh\n(.*?)```\\s*<!-- deploy with curl: end -->",
          Pattern.DOTALL);

  @AfterEach
  void clear() {
    Apps.delete("/shop/tomcat");
  }

  @Test
  void five_commands_of_the_readme_deploy_the_official_tomcat() throws IOException {
    var block = BLOCK.matcher(Files.readString(Ekiden.ROOT.resolve("README.md")));
    assertThat(block.find()).as("README.md has the marked block").isTrue();
    assertThat(commands(block.group(1))).hasSizeBetween(1, 5);

    var said =
        Program.run(checkout(), List.of("bash", "-euo", "pipefail", "-c", block.group(1))).orFail();

    assertThat(said.out()).contains("<title>Apache Tomcat/11.0.2</title>");
  }

  /** Lines that belong together by a backslash or by an open quote count once. */
  private static List<String> commands(String block) {
    return block
        .replace("\\\n", " ")
        .replaceAll("'[^']*'", "''")
        .lines()
        .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
        .toList();
  }

  /** A folder as the README's reader has it, but with this stack's data. */
  private static Path checkout() throws IOException {
    var folder = Files.createTempDirectory(Ekiden.TARGET, "reader-");
    Files.createSymbolicLink(folder.resolve(".ekiden"), Ekiden.DATA);
    Files.copy(Ekiden.TOMCAT, folder.resolve("tomcat.zip"), StandardCopyOption.REPLACE_EXISTING);
    var script = folder.resolve("ekiden");
    Files.writeString(
        script,
        "#!/bin/sh\nexec %s \"$@\" --data %s\n"
            .formatted(Ekiden.ROOT.resolve("ekiden"), Ekiden.DATA));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return folder;
  }
}
