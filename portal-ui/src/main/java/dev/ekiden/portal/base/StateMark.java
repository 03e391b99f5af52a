package dev.ekiden.portal.base;

import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import java.util.Locale;

/** A state as icon and word; colour only repeats what they say. */
public final class StateMark extends Span {
  private enum Tone {
    GOOD,
    BUSY,
    BAD,
    CALM
  }

  private StateMark(VaadinIcon icon, String word, Tone tone) {
    var picture = icon.create();
    picture.getElement().setAttribute("aria-hidden", "true");
    add(picture, new Span(word));
    addClassNames("state", "state-" + tone.name().toLowerCase(Locale.ROOT));
  }

  /** State of an app. */
  public static StateMark app(String state) {
    return switch (state) {
      case "RUNNING" -> new StateMark(VaadinIcon.CHECK_CIRCLE, "Running", Tone.GOOD);
      case "STARTING" -> new StateMark(VaadinIcon.SPINNER_ARC, "Starting", Tone.BUSY);
      case "DEPLOYING" -> new StateMark(VaadinIcon.SPINNER_ARC, "Rolling out", Tone.BUSY);
      case "DEGRADED" -> new StateMark(VaadinIcon.WARNING, "Degraded", Tone.BAD);
      case "WAITING" -> new StateMark(VaadinIcon.HOURGLASS, "Waiting for room", Tone.BAD);
      case "CRASHING" -> new StateMark(VaadinIcon.CLOSE_CIRCLE, "Crashing", Tone.BAD);
      case "SUCCEEDED" -> new StateMark(VaadinIcon.CHECK_CIRCLE, "Succeeded", Tone.GOOD);
      case "FAILED" -> new StateMark(VaadinIcon.CLOSE_CIRCLE, "Failed", Tone.BAD);
      case "STOPPED" -> new StateMark(VaadinIcon.STOP, "Stopped", Tone.CALM);
      case "UNKNOWN" -> new StateMark(VaadinIcon.QUESTION_CIRCLE, "Agent silent", Tone.CALM);
      default -> new StateMark(VaadinIcon.QUESTION_CIRCLE, Format.words(state), Tone.CALM);
    };
  }

  /** State of a deployment. */
  public static StateMark deployment(String state) {
    return switch (state) {
      case "RUNNING" -> new StateMark(VaadinIcon.SPINNER_ARC, "Rolling out", Tone.BUSY);
      case "SUCCEEDED" -> new StateMark(VaadinIcon.CHECK_CIRCLE, "Succeeded", Tone.GOOD);
      case "FAILED" -> new StateMark(VaadinIcon.CLOSE_CIRCLE, "Failed", Tone.BAD);
      case "PAUSED" -> new StateMark(VaadinIcon.PAUSE, "Paused", Tone.CALM);
      default -> new StateMark(VaadinIcon.BAN, Format.words(state), Tone.CALM);
    };
  }

  /** State of an instance. */
  public static StateMark instance(String state) {
    return switch (state) {
      case "RUNNING" -> new StateMark(VaadinIcon.CHECK_CIRCLE, "Running", Tone.GOOD);
      case "STARTING" -> new StateMark(VaadinIcon.SPINNER_ARC, "Starting", Tone.BUSY);
      case "KILLING" -> new StateMark(VaadinIcon.SPINNER_ARC, "Stopping", Tone.BUSY);
      case "UNREACHABLE", "INACTIVE" ->
          new StateMark(VaadinIcon.QUESTION_CIRCLE, "Agent silent", Tone.CALM);
      default -> new StateMark(VaadinIcon.STOP, Format.words(state), Tone.CALM);
    };
  }

  /** Health of an instance. */
  public static StateMark health(String health) {
    return switch (health) {
      case "HEALTHY" -> new StateMark(VaadinIcon.CHECK_CIRCLE, "Healthy", Tone.GOOD);
      case "UNHEALTHY" -> new StateMark(VaadinIcon.CLOSE_CIRCLE, "Unhealthy", Tone.BAD);
      case "NONE" -> new StateMark(VaadinIcon.MINUS_CIRCLE_O, "No check", Tone.CALM);
      default -> new StateMark(VaadinIcon.CLOCK, "Not known yet", Tone.CALM);
    };
  }

  /** State of an agent. */
  public static StateMark agent(String state) {
    return switch (state) {
      case "READY" -> new StateMark(VaadinIcon.CHECK_CIRCLE, "Ready", Tone.GOOD);
      case "DRAINING" -> new StateMark(VaadinIcon.SPINNER_ARC, "Draining", Tone.BUSY);
      case "DRAINED" -> new StateMark(VaadinIcon.STOP, "Drained", Tone.CALM);
      default -> new StateMark(VaadinIcon.QUESTION_CIRCLE, "Silent", Tone.BAD);
    };
  }

  /** Whether something fits. */
  public static StateMark fits(boolean fits) {
    return fits
        ? new StateMark(VaadinIcon.CHECK_CIRCLE, "Fits", Tone.GOOD)
        : new StateMark(VaadinIcon.CLOSE_CIRCLE, "Does not fit", Tone.BAD);
  }
}
