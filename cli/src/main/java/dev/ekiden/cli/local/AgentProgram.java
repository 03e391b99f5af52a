package dev.ekiden.cli.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The jar that agents and the router run from, copied out of the build; as the launcher does. */
record AgentProgram(Site site) {
  /** Java for scripts that it calls, and one arena for malloc, as the launcher has it. */
  static Map<String, String> environment(Site site) {
    return Map.of("JAVA_HOME", site.checkout().javaHome().toString(), "MALLOC_ARENA_MAX", "1");
  }

  /** Copies what is new and gives the words that start {@code mainClass}. */
  List<String> words(String mainClass, List<String> arguments) {
    var folder = site.data().programs("agent");
    ProgramCopy.of(site.checkout().agentLib(), folder.resolve("lib"));
    ProgramCopy.file(site.checkout().agentJar(), folder.resolve("agent.jar"));
    var options = folder.resolve("jvm.options");
    ProgramCopy.file(site.checkout().agentOptions(), options);
    var words = new ArrayList<String>();
    words.add(site.checkout().java());
    words.add("@" + options);
    words.addAll(List.of("-cp", folder.resolve("agent.jar") + ":" + folder.resolve("lib") + "/*"));
    words.add(mainClass);
    words.addAll(arguments);
    return words;
  }
}
