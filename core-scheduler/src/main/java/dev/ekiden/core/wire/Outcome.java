package dev.ekiden.core.wire;

/** How the answer to a {@link Question} ended. */
public enum Outcome {
  /** All that was asked for has been sent. */
  DONE,
  /** There is no such file, or no such instance here. */
  NOT_FOUND,
  /** It was here and is not any more. */
  GONE,
  /** The question cannot be answered; the detail says why. */
  REFUSED,
  /** Too many others are being answered. */
  BUSY,
  /** The agent or its machine failed. */
  FAILED
}
