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

  /** The words that start the agent, or do something to it. */
  List<String> agent(List<String> arguments) {
    // What the jar says of native access costs less of a start than an option for it.
    return words(List.of("-jar", jar()), arguments);
  }

  /** The words that start the router. */
  List<String> router(List<String> arguments) {
    return words(List.of("-cp", jar(), "dev.ekiden.agent.router.Main"), arguments);
  }

  private String jar() {
    return site.data().programs("agent").resolve("agent.jar").toString();
  }

  /** Copies what is new. */
  private List<String> words(List<String> program, List<String> arguments) {
    var folder = site.data().programs("agent");
    ProgramCopy.of(site.checkout().agentLib(), folder.resolve("lib"));
    ProgramCopy.file(site.checkout().agentJar(), folder.resolve("agent.jar"));
    var options = folder.resolve("jvm.options");
    ProgramCopy.file(site.checkout().agentOptions(), options);
    var words = new ArrayList<String>();
    words.add(site.checkout().java());
    words.add("@" + options);
    words.addAll(program);
    words.addAll(arguments);
    return words;
  }
}
