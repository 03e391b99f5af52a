package dev.ekiden.core.jobs;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Times of a crontab(5) line of five fields, in a time zone. Where clocks go forward, a time that
 * is left out comes as much later as they go; where they go back, a time of day comes once, and
 * steps such as every 15 minutes go on through both hours.
 */
public final class Cron {
  private static final int LONGEST = 200;

  /** From which a line must come at least once. */
  private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");

  private final ExecutionTime times;
  private final ZoneId zone;

  private Cron(ExecutionTime times, ZoneId zone) {
    this.times = times;
    this.zone = zone;
  }

  /** Empty if both make sense and the time ever comes, else what is wrong, for people. */
  public static String problem(String cron, String zone) {
    if (cron.isBlank() || cron.length() > LONGEST) {
      return "must be five fields, such as \"0 3 * * *\": minute, hour, day of month, month, day"
          + " of week";
    }
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      return "no such time zone: " + zone;
    }
    try {
      return of(cron, zone).next(LONG_AGO).isEmpty() ? "never comes: " + cron : "";
    } catch (IllegalArgumentException e) {
      return "no crontab line: " + e.getMessage();
    }
  }

  /** Both must be without {@link #problem}. */
  static Cron of(String cron, String zone) {
    var definition = CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);
    var parsed = new CronParser(definition).parse(cron);
    return new Cron(ExecutionTime.forCron(parsed), ZoneId.of(zone));
  }

  /** The first time after that. */
  Optional<Instant> next(Instant after) {
    var byZone = times.nextExecution(after.atZone(zone)).map(ZonedDateTime::toInstant);
    boolean clocksChange =
        Optional.ofNullable(zone.getRules().nextTransition(after))
            .filter(change -> byZone.isEmpty() || !byZone.get().isBefore(change.getInstant()))
            .isPresent();
    if (!clocksChange) {
      return byZone;
    }
    // Read as a clock without gaps it also finds what the zone's clock leaves out.
    var byClock =
        times
            .nextExecution(after.atZone(zone).toLocalDateTime().atZone(ZoneOffset.UTC))
            .map(time -> time.toLocalDateTime().atZone(zone).toInstant());
    return Stream.of(byZone, byClock)
        .flatMap(Optional::stream)
        .filter(time -> time.isAfter(after))
        .min(Instant::compareTo);
  }
}
