package dev.ekiden.agent.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A point at which this process can be told to die as if by {@code kill -9}: system property {@code
 * ekiden.fault} or environment variable {@code EKIDEN_FAULT}, {@code NAME} or {@code NAME:n} for
 * the n-th time that the point is reached. Without them a point costs a comparison.
 *
 * <p>In the order in which an instance passes them: {@code after-order}, {@code before-network},
 * {@code mid-network}, {@code after-network}, {@code before-fork}, {@code after-fork}, {@code
 * after-fork-before-checkpoint}, {@code before-checkpoint}, {@code after-checkpoint}, {@code
 * before-report}, {@code mid-report}, {@code after-kill-noted}, {@code after-exit-seen}, {@code
 * after-end-noted}, {@code before-clean-up}, {@code before-network-removal}, {@code
 * mid-network-removal}; those of a network in instances only that have one of their own.
 */
public enum Fault {
  /** The order is on disk, the instance's state is not. */
  AFTER_ORDER,
  /** It is on disk that a network is being made; nothing of it is there. */
  BEFORE_NETWORK,
  /** It has an address, which is on disk; its host ports are not forwarded. */
  MID_NETWORK,
  /** All of its network is there; that it is has not been noted. */
  AFTER_NETWORK,
  /** It is on disk that it is being started; conmon is not there yet. */
  BEFORE_FORK,
  /** Container and conmon are there; the command has not been executed. */
  AFTER_FORK,
  /** The command runs; neither its pid nor its report is on disk. */
  AFTER_FORK_BEFORE_CHECKPOINT,
  /** The report that it runs is on disk, the checkpoint is not. */
  BEFORE_CHECKPOINT,
  /** Report and checkpoint are on disk. */
  AFTER_CHECKPOINT,
  /** A numbered report is about to be sent. */
  BEFORE_REPORT,
  /** A numbered report has been sent; its acknowledgement has not been noted. */
  MID_REPORT,
  /** It is on disk that it is to end; nothing was done about it. */
  AFTER_KILL_NOTED,
  /** The end has been seen; nothing of it is on disk. */
  AFTER_EXIT_SEEN,
  /** The report of the end is on disk, the instance's state still says that it runs. */
  AFTER_END_NOTED,
  /** All is noted; container, cgroup and bundle are still there. */
  BEFORE_CLEAN_UP,
  /** The container is gone, all of its network is there. */
  BEFORE_NETWORK_REMOVAL,
  /** Address, interface and rules are gone; namespace and checkpoint of the network are there. */
  MID_NETWORK_REMOVAL;

  /** What the process says when it dies this way; 128 + SIGKILL, as for a real one. */
  public static final int EXIT_CODE = 137;

  private static final Optional<Plan> PLAN =
      Plan.of(System.getProperty("ekiden.fault", System.getenv().getOrDefault("EKIDEN_FAULT", "")));

  record Plan(Fault point, AtomicInteger left) {
    /**
     * Empty for a name that is none of ours: masters have points too, and may have passed it on.
     */
    static Optional<Plan> of(String text) {
      var colon = text.indexOf(':');
      var name = (colon < 0 ? text : text.substring(0, colon)).strip();
      return Arrays.stream(values())
          .filter(fault -> fault.label().equals(name))
          .findFirst()
          .map(fault -> new Plan(fault, new AtomicInteger(times(text, colon))));
    }

    private static int times(String text, int colon) {
      return colon < 0 ? 1 : Integer.parseInt(text.substring(colon + 1).strip());
    }

    boolean due(Fault reached) {
      return reached == point && left.decrementAndGet() == 0;
    }
  }

  /** The name under which it is asked for. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Dies here if that was asked for. */
  public void here() {
    if (PLAN.isPresent() && PLAN.get().due(this)) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }

  /** What was asked for at start, for the log. */
  public static Optional<Fault> armed() {
    return PLAN.map(Plan::point);
  }
}
