package dev.ekiden.core.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTests {
  @ParameterizedTest(name = "{0} in {1} after {2}: {3}")
  @CsvSource({
    "0 3 * * *, UTC, 2026-01-01T03:00Z, 2026-01-02T03:00Z",
    "*/15 * * * *, UTC, 2026-01-01T03:01Z, 2026-01-01T03:15Z",
    "0 12 * * MON-FRI, UTC, 2026-01-02T12:00Z, 2026-01-05T12:00Z",
    "0 0 29 2 *, UTC, 2026-01-01T00:00Z, 2028-02-29T00:00Z",
    // Day of month and day of week: either will do.
    "0 0 1 * 1, UTC, 2026-03-28T00:00Z, 2026-03-30T00:00Z",
    "0 0 1 * 1, UTC, 2026-03-30T00:00Z, 2026-04-01T00:00Z",
    "0 3 * * *, Europe/Berlin, 2026-01-01T03:00Z, 2026-01-02T03:00+01:00",
    "0 3 * * *, Europe/Berlin, 2026-07-01T03:00Z, 2026-07-02T03:00+02:00",
    // On 29 March 2026 two o'clock is followed by three.
    "30 2 * * *, Europe/Berlin, 2026-03-28T12:00Z, 2026-03-29T03:30+02:00",
    "30 2 * * *, Europe/Berlin, 2026-03-29T03:30+02:00, 2026-03-30T02:30+02:00",
    "*/15 * * * *, Europe/Berlin, 2026-03-29T01:45+01:00, 2026-03-29T03:00+02:00",
    "*/15 * * * *, Europe/Berlin, 2026-03-29T03:00+02:00, 2026-03-29T03:15+02:00",
    // On 25 October 2026 the hour from two comes twice.
    "30 2 * * *, Europe/Berlin, 2026-10-24T12:00Z, 2026-10-25T02:30+02:00",
    "30 2 * * *, Europe/Berlin, 2026-10-25T02:30+02:00, 2026-10-26T02:30+01:00",
    "*/30 * * * *, Europe/Berlin, 2026-10-25T02:30+02:00, 2026-10-25T02:00+01:00",
    "*/30 * * * *, Europe/Berlin, 2026-10-25T02:30+01:00, 2026-10-25T03:00+01:00",
  })
  void the_next_time_is_that_of_the_zone(String cron, String zone, String after, String next) {
    assertThat(Cron.of(cron, zone).next(OffsetDateTime.parse(after).toInstant()))
        .contains(OffsetDateTime.parse(next).toInstant());
  }

  @Test
  void a_year_of_every_hour_has_every_hour_in_it() {
    var cron = Cron.of("0 * * * *", "Europe/Berlin");
    var time = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < 365 * 24; i++) {
      var next = cron.next(time).orElseThrow();
      assertThat(next).isEqualTo(time.plusSeconds(3600));
      time = next;
    }
  }

  @Test
  void a_time_of_day_comes_once_a_day_all_year() {
    var zone = ZoneId.of("Europe/Berlin");
    var cron = Cron.of("30 2 * * *", zone.getId());
    var time = Instant.parse("2026-01-01T12:00:00Z");
    for (int i = 1; i < 365; i++) {
      var next = cron.next(time).orElseThrow();
      assertThat(next.atZone(zone).toLocalDate())
          .isEqualTo(Instant.parse("2026-01-01T12:00:00Z").atZone(zone).toLocalDate().plusDays(i));
      time = next;
    }
  }

  @ParameterizedTest(name = "\"{0}\" in {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0 3 * * *   | UTC           |",
        "0 3 * * SUN | Europe/Berlin |",
        "''          | UTC           | must be five fields",
        "0 3 * *     | UTC           | no crontab line",
        "61 * * * *  | UTC           | not in range [0, 59]",
        "*/0 * * * * | UTC           | not in range",
        "@daily      | UTC           | no crontab line",
        "0 0 L * *   | UTC           | no crontab line",
        "0 0 30 2 *  | UTC           | never comes",
        "0 3 * * *   | Mars/Olympus  | no such time zone: Mars/Olympus",
      })
  void what_makes_no_sense_is_said(String cron, String zone, String problem) {
    if (problem == null) {
      assertThat(Cron.problem(cron, zone)).isEmpty();
    } else {
      assertThat(Cron.problem(cron, zone)).contains(problem);
    }
    assertThat(Cron.problem("0 ".repeat(500), zone)).isNotEmpty();
  }
}
