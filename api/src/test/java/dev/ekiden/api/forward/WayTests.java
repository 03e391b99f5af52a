package dev.ekiden.api.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WayTests {
  private static final Way.Stand LEADER = new Way.Stand(true, true);
  private static final Way.Stand STANDBY = new Way.Stand(false, true);
  private static final Way.Stand STARTING = new Way.Stand(false, false);

  @ParameterizedTest(name = "{0} {1}?{2}")
  @CsvSource({
    "GET,    /v2/apps,            '',                    FORWARD",
    "GET,    /v2/apps//prod/web,  force=true,            FORWARD",
    "POST,   /v2/apps,            '',                    FORWARD",
    "DELETE, /v2/leader,          '',                    FORWARD",
    "GET,    /v2/leader,          '',                    HERE",
    "GET,    /v2/info,            '',                    HERE",
    "GET,    /v2/information,     '',                    FORWARD",
    "GET,    /v2/events,          event_type=x,          REDIRECT",
    "GET,    /v2/events/,         '',                    REDIRECT",
    "GET,    /v3/events,          '',                    REDIRECT",
    "GET,    /v3/apps/shop/web/log/follow, since=600,   REDIRECT",
    "GET,    /v3/instances/a.instance-1/log/follow, '', REDIRECT",
    "GET,    /v3/instances/a.instance-1/log/lines, '',  FORWARD",
    "POST,   /v2/events,          '',                    FORWARD",
    "GET,    /v2/eventSubscriptions, '',                 FORWARD",
    "GET,    /v2/apps,            stale=true,            HERE",
    "HEAD,   /v2/apps,            stale,                 HERE",
    "GET,    /v2/apps,            id=a&stale=true&x=y,   HERE",
    "GET,    /v2/apps,            stale=false,           FORWARD",
    "GET,    /v2/apps,            x=stale,               FORWARD",
    "GET,    /v2/apps,            stalemate=true,        FORWARD",
    "PUT,    /v2/apps/a,          stale=true,            FORWARD",
    "POST,   /api/v1/scheduler,   '',                    FORWARD"
  })
  void a_standby(String method, String path, String query, Way way) {
    assertThat(Way.of(STANDBY, method, path, query, false)).isEqualTo(way);
    assertThat(Way.of(LEADER, method, path, query, false)).isEqualTo(Way.HERE);
    assertThat(Way.of(LEADER, method, path, query, true)).isEqualTo(Way.HERE);
    assertThat(Way.of(STANDBY, method, path, query, true)).isEqualTo(Way.REFUSE);
  }

  @ParameterizedTest
  @CsvSource({"/v2/apps, FORWARD", "/v2/info, HERE"})
  void a_master_that_knows_no_state_yet_gives_nobody_an_old_one(String path, Way way) {
    assertThat(Way.of(STARTING, "GET", path, "stale=true", false)).isEqualTo(way);
  }
}
