package dev.ekiden.portal.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.BrowserlessTest;
import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.UI;
import dev.ekiden.portal.FakeApi;
import dev.ekiden.portal.base.Live;
import dev.ekiden.portal.blank.BlankPage;
import dev.ekiden.portal.client.Deployment;
import dev.ekiden.portal.client.DeploymentClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ViewPackages(classes = BlankPage.class)
class DeploymentPageTests extends BrowserlessTest {
  private static final String CALL = "GET /v3/deployments/d1";

  private final List<Runnable> ticks = new ArrayList<>();
  private final List<Deployment> shown = new ArrayList<>();
  private FakeApi fake;
  private Live<Deployment> live;

  @BeforeEach
  void start() throws IOException {
    fake = new FakeApi();
    var deployments = new DeploymentClient(fake.api());
    live =
        new Live<>(
            (_, task) -> {
              ticks.add(task);
              return () -> ticks.remove(task);
            },
            Duration.ofSeconds(1),
            () -> deployments.get("d1"),
            shown::add);
    fake.on(CALL, 200, deployment("RUNNING", "NOW"));
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  @Test
  void follows_while_attached_and_no_longer() {
    UI.getCurrent().add(live);
    tick();
    fake.on(CALL, 200, deployment("SUCCEEDED", "DONE"));
    tick();
    assertThat(shown).extracting(Deployment::state).containsExactly("RUNNING", "SUCCEEDED");
    assertThat(shown.getLast().over()).isTrue();
    UI.getCurrent().remove(live);
    assertThat(ticks).isEmpty();
  }

  @Test
  void says_why_it_is_not_up_to_date_until_it_is() {
    UI.getCurrent().add(live);
    fake.on(CALL, 503, "{\"detail\":\"The masters are electing.\"}");
    tick();
    assertThat(live.isVisible()).isTrue();
    assertThat(live.getText()).isEqualTo("Not up to date. The masters are electing.");
    fake.on(CALL, 200, deployment("RUNNING", "NOW"));
    tick();
    assertThat(live.isVisible()).isFalse();
  }

  @Test
  void stops_and_resumes() {
    UI.getCurrent().add(live);
    live.stop();
    assertThat(ticks).isEmpty();
    live.resume();
    assertThat(ticks).hasSize(1);
  }

  @Test
  void draws_a_step_that_will_not_go_on_as_not_reached() {
    var rail = new StepRail();
    var deployment = new DeploymentClient(fake.api()).get("d1");
    rail.show(deployment.steps(), deployment.startedAt(), true);
    var step = rail.getChildren().findFirst().orElseThrow();
    assertThat(step.getElement().getAttribute("aria-label")).isEqualTo("Healthy: not reached");
  }

  private void tick() {
    List.copyOf(ticks).forEach(Runnable::run);
    UI.getCurrent().getSession().getService().runPendingAccessTasks(UI.getCurrent().getSession());
  }

  private static String deployment(String state, String step) {
    return """
        {"id":"d1","app":"/shop/web","kind":"START","state":"%s","by":"alice",
         "startedAt":"2026-11-22T12:00:00Z","endedAt":null,"sentence":"…","wanted":1,
         "steps":[{"name":"Healthy","state":"%s","at":null,"detail":""}]}"""
        .formatted(state, step);
  }
}
