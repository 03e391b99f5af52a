package dev.ekiden.portal.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.portal.client.AppSummary;
import dev.ekiden.portal.client.Deployment;
import dev.ekiden.portal.client.Limit;
import dev.ekiden.portal.client.Project;
import dev.ekiden.portal.client.Quota;
import dev.ekiden.portal.client.Usage;
import dev.ekiden.portal.client.When;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttentionTests {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void names_sick_apps_only() {
    var apps = List.of(app("/shop/web", "RUNNING"), app("/shop/pay", "CRASHING"));
    assertThat(Attention.of(apps, List.of(), List.of(), NOW))
        .containsExactly(new Attention("/shop/pay", "Sentence.", "apps/shop/pay"));
  }

  @Test
  void names_a_failed_deployment_unless_a_newer_one_came() {
    var failed = deployment("d1", "/shop/web", "FAILED", NOW.minusSeconds(600));
    var mended = deployment("d2", "/shop/web", "SUCCEEDED", NOW.minusSeconds(60));
    var old = deployment("d3", "/shop/old", "FAILED", NOW.minusSeconds(100_000));
    assertThat(Attention.of(List.of(), List.of(failed, old), List.of(), NOW))
        .extracting(Attention::path)
        .containsExactly("deployments/d1");
    assertThat(Attention.of(List.of(), List.of(mended, failed), List.of(), NOW)).isEmpty();
  }

  @Test
  void names_quotas_nearly_used_up() {
    var quota = new Quota(new Limit.None(), new Limit.Of(1000), new Limit.Of(0));
    var project = new Project("shop", "owner", quota, new Usage(50, 900, 1), 1);
    assertThat(Attention.of(List.of(), List.of(), List.of(project), NOW))
        .containsExactly(new Attention("Quota of shop", "Memory: 90 % in use.", "apps"));
  }

  private static AppSummary app(String id, String state) {
    return new AppSummary(id, state, "Sentence.", 0, 0, 1, "", new When.Never());
  }

  private static Deployment deployment(String id, String app, String state, Instant start) {
    var never = new When.Never();
    return new Deployment(
        id, app, "START", state, "alice", new When.At(start), never, "Why.", 1, 0, List.of());
  }
}
