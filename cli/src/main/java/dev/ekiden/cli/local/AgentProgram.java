package dev.ekiden.cli.local;

import java.util.ArrayList;
import java.util.List;

/** The jar that agents and the router run from, copied out of the build. */
record AgentProgram(Site site) {
  /** Copies what is new and gives the words that start {@code mainClass}. */
  List<String> words(String mainClass, List<String> arguments) {
    var folder = site.data().programs("agent");
    ProgramCopy.of(site.checkout().agentLib(), folder.resolve("lib"));
    ProgramCopy.file(site.checkout().agentJar(), folder.resolve("agent.jar"));
    var words = new ArrayList<String>();
    words.add(site.checkout().java());
    words.addAll(List.of("-XX:+UseSerialGC", "-Xmx64m", "-XX:TieredStopAtLevel=1"));
    words.add("-XX:+UseCompactObjectHeaders");
    words.add("-XX:+ExitOnOutOfMemoryError");
    words.addAll(List.of("-cp", folder.resolve("agent.jar") + ":" + folder.resolve("lib") + "/*"));
    words.add(mainClass);
    words.addAll(arguments);
    return words;
  }
}
