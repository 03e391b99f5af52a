package dev.ekiden.core.sim;

/** What must always hold (DESIGN.md, section 3, taken apart), by the name under which it fails. */
enum Law {
  /** No agent has more on it than it has of CPU, memory, disk or GPUs. */
  ROOM,
  /** No host port belongs to two instances of an agent, and all are the agent's to give. */
  PORTS,
  /** Every hard constraint and role holds for a placement at the time it is made. */
  CONSTRAINTS,
  /** Nothing is placed that lifts a group above a limit. */
  QUOTA,
  /** Nothing is placed on an agent that is unknown, silent or being emptied. */
  AGENT_OPEN,
  /** Nothing starts while its app is paused. */
  PAUSE,
  /** What the scheduler ends by itself leaves the minimum serving. */
  MINIMUM,
  /** What runs on for long enough to return is not forgotten, nor ended as long as it is needed. */
  RETURN,
  /** While old ones are there, all together stay within the maximum. */
  MAXIMUM,
  /** No more are started of a version than are wanted. */
  WANTED,
  /** Nothing may use more than is reserved for it. */
  SIZE,
  /** No instance runs in two places, and none a second time. */
  ONCE,
  /** What the journal calls ended does not run, unless out of reach; and not long once in reach. */
  ENDED,
  /** What the journal says of an instance is what its agent says, once it had time to say so. */
  TRUTH,
  /** Facts speak of what exists, and make a difference. */
  KNOWN,
  /** Nobody hears of a fact before it is in the journal. */
  DURABLE,
  /** A deposed leader's writes and orders have no effect. */
  FENCED,
  /** What was answered holds whoever leads. */
  PROMISE,
  /** Nobody is ended for the sake of an app that is not more important. */
  BAND,
  /** Room that is kept is let go of in time. */
  HOLDS,
  /** While too many agents are silent nothing of theirs is given up. */
  BRAKE,
  /** An app has one deployment at a time, and none ends twice. */
  LOCK,
  /** Sums and indexes of the state are what counting anew gives. */
  RECOUNT,
  /** The facts replayed, from zero or from a snapshot, give the live state. */
  REBUILD,
  /** Nothing that is decided and applied contradicts itself so that the code throws. */
  SOUND,
  /** Once faults stop, every app soon has what it wants or a true reason why not. */
  CONVERGES
}
