package dev.ekiden.agent.supervise;

import dev.ekiden.agent.instance.Stage;

/**
 * How far an instance is, as checkpointed.
 *
 * @param uid its user id
 * @param bootId of the machine's run in which its processes were started; empty before
 * @param conmon its supervisor; {@link ProcessId#NONE} before
 * @param init its first process; {@link ProcessId#NONE} before
 * @param startedMillis when it began to run, by the clock, for people; 0 before
 */
record RunState(
    Stage stage, int uid, String bootId, ProcessId conmon, ProcessId init, long startedMillis) {

  static RunState accepted(int uid) {
    return new RunState(Stage.ACCEPTED, uid, "", ProcessId.NONE, ProcessId.NONE, 0);
  }

  RunState starting(String boot) {
    return new RunState(Stage.STARTING, uid, boot, ProcessId.NONE, ProcessId.NONE, 0);
  }

  RunState running(ProcessId itsConmon, ProcessId itsInit, long atMillis) {
    return new RunState(Stage.RUNNING, uid, bootId, itsConmon, itsInit, atMillis);
  }

  RunState ended() {
    return new RunState(Stage.ENDED, uid, bootId, conmon, init, startedMillis);
  }
}
