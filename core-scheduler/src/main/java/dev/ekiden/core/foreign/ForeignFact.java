package dev.ekiden.core.foreign;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;

/**
 * Something that has become true of a foreign framework. Frameworks hear of it when it is durable:
 * offers made and rescinded, and each {@link TaskUpdate} that a fact carries.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface ForeignFact {

  /** It is connected with this description; its filters are forgotten. */
  record FrameworkSubscribed(
      FrameworkId framework, FrameworkSpec spec, List<String> suppressed, Instant at)
      implements ForeignFact {}

  /** Its stream is gone; it is removed at {@code deadline} unless it comes back. */
  record FrameworkDisconnected(FrameworkId framework, Instant at, Instant deadline)
      implements ForeignFact {}

  /** It is forgotten and its id barred. Tasks of it that still run are doomed. */
  record FrameworkRemoved(FrameworkId framework, String reason, Instant at)
      implements ForeignFact {}

  /** It wants no offers for these roles. */
  record RolesSuppressed(FrameworkId framework, List<String> roles) implements ForeignFact {}

  /** It wants offers for these roles, those that it refused too. */
  record RolesRevived(FrameworkId framework, List<String> roles) implements ForeignFact {}

  /** A round of offers. */
  record OffersMade(List<Offer> offers, Instant at) implements ForeignFact {}

  /** These offers are not good any more; the framework did not answer them. */
  record OffersRescinded(FrameworkId framework, List<OfferId> offers, Why why, Instant at)
      implements ForeignFact {}

  /** It did not want these. */
  record OffersDeclined(
      FrameworkId framework, List<OfferId> offers, List<Filter> filters, Instant at)
      implements ForeignFact {}

  /** It gave these for what it wanted to do, in vain or not; it does not want what it left. */
  record OffersAccepted(
      FrameworkId framework, List<OfferId> offers, List<Filter> filters, Instant at)
      implements ForeignFact {}

  /** Room is taken and the agent will be told to run them. */
  record TasksLaunched(List<ForeignTask> tasks) implements ForeignFact {}

  /** A live task is in another state. */
  record TaskChanged(TaskUpdate update) implements ForeignFact {}

  /** A task that its framework believed lost runs; it has its room again. */
  record TaskTakenBack(ForeignTask task, TaskUpdate update) implements ForeignFact {}

  /** It is to end, and its agent will be told. */
  record TaskKillDecided(TaskKey key, String reason, Instant at) implements ForeignFact {}

  /** It is over as far as we are concerned, and its room is free. */
  record TaskEnded(TaskUpdate update) implements ForeignFact {}

  /** Why an offer is rescinded. */
  enum Why {
    /** It was not answered in time. */
    TIMED_OUT,
    /** Somebody else took what it was made of. */
    ROOM_TAKEN,
    /** Its agent takes nothing now. */
    AGENT_CLOSED,
    /** Its framework is not there to answer, or came back as another process. */
    FRAMEWORK_AWAY,
    /** Its framework was removed. */
    FRAMEWORK_REMOVED
  }
}
