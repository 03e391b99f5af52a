package dev.ekiden.agent.instance;

import dev.ekiden.core.wire.EndCause;
import java.util.Optional;

/** How an instance ended: why, with which code, and a sentence for people. */
public record Ending(EndCause cause, int exitCode, String detail) {
  /** The code of an instance that never ran, or whose code nobody saw. */
  public static final int NO_CODE = -1;

  // A shell, and so conmon, says 128 + signal; Linux has signals 1 to 64.
  private static final int SIGNAL_BASE = 128;
  private static final int LAST_SIGNAL = 64;

  /**
   * All that is known of an end.
   *
   * @param killReason why it was told to end, if it was
   * @param failure why preparing or starting it failed, if it did
   * @param diskFull a sentence if its disk has no room any more
   */
  public record Evidence(
      Stage stage,
      Seen seen,
      String killReason,
      String failure,
      long oomKills,
      long memMib,
      String diskFull) {}

  /** The best truth. Pure. */
  public static Ending of(Evidence evidence) {
    return switch (evidence.seen()) {
      case Seen.Exited(var code) -> exited(evidence, code);
      case Seen.Rebooted _ ->
          new Ending(EndCause.MACHINE_RESTARTED, NO_CODE, "the machine was restarted under it");
      case Seen.Nothing _, Seen.Created _, Seen.Alive _ -> vanished(evidence);
    };
  }

  private static Ending exited(Evidence evidence, int code) {
    if (evidence.stage() != Stage.RUNNING && !evidence.failure().isEmpty()) {
      return new Ending(EndCause.START_FAILED, NO_CODE, evidence.failure());
    }
    if (!evidence.killReason().isEmpty()) {
      return new Ending(EndCause.KILLED, code, evidence.killReason());
    }
    if (evidence.oomKills() > 0) {
      return new Ending(
          EndCause.OUT_OF_MEMORY,
          code,
          "ran out of its %d MiB of memory and was killed by the kernel"
              .formatted(evidence.memMib()));
    }
    return signal(code)
        .map(
            number ->
                new Ending(
                    EndCause.SIGNALED,
                    code,
                    "ended by signal %d (%s)".formatted(number, name(number)) + remark(evidence)))
        .orElseGet(
            () ->
                new Ending(
                    EndCause.EXITED,
                    code,
                    "exited with code " + code + (code == 0 ? "" : remark(evidence))));
  }

  /** Programs seldom say it clearly, and some cannot any more: their log is on the same disk. */
  private static String remark(Evidence evidence) {
    return evidence.diskFull().isEmpty() ? "" : "; " + evidence.diskFull();
  }

  private static Ending vanished(Evidence evidence) {
    if (!evidence.failure().isEmpty()) {
      return new Ending(EndCause.START_FAILED, NO_CODE, evidence.failure());
    }
    if (!evidence.killReason().isEmpty()) {
      return new Ending(EndCause.KILLED, NO_CODE, evidence.killReason());
    }
    if (evidence.stage() != Stage.RUNNING) {
      return new Ending(
          EndCause.START_FAILED, NO_CODE, "the agent was restarted while it was starting");
    }
    return new Ending(
        EndCause.EXITED, NO_CODE, "it is gone, and so is the supervisor that knew its exit code");
  }

  private static Optional<Integer> signal(int code) {
    return code > SIGNAL_BASE && code <= SIGNAL_BASE + LAST_SIGNAL
        ? Optional.of(code - SIGNAL_BASE)
        : Optional.empty();
  }

  private static String name(int signal) {
    return switch (signal) {
      case 1 -> "SIGHUP";
      case 2 -> "SIGINT";
      case 3 -> "SIGQUIT";
      case 4 -> "SIGILL";
      case 6 -> "SIGABRT";
      case 7 -> "SIGBUS";
      case 8 -> "SIGFPE";
      case 9 -> "SIGKILL";
      case 11 -> "SIGSEGV";
      case 13 -> "SIGPIPE";
      case 15 -> "SIGTERM";
      case 31 -> "SIGSYS";
      default -> "see signal(7)";
    };
  }
}
