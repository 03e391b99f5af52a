package dev.ekiden.e2e.faults;

/** What a caller knows about a call afterwards. */
sealed interface Outcome {
  /** Done: the answer, and how old what it says may be. */
  record Done(int status, String text, long ageSeconds) implements Outcome {}

  /** Answered with a refusal: nothing has happened, now or later. */
  record Refused(int status, String text, long ageSeconds) implements Outcome {}

  /** No answer, or one that says that nobody knows. */
  record Unknown(String why) implements Outcome {}
}
