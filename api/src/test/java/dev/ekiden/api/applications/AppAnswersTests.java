package dev.ekiden.api.applications;

import static dev.ekiden.api.Cluster.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.Cluster;
import dev.ekiden.api.Specs;
import dev.ekiden.api.json.Json;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.End;
import dev.ekiden.core.state.Deployment;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AppAnswersTests {
  private static final AppSpec WEB = Specs.app("/shop/web", "'instances':2");
  private static final String FIRST = "shop_web.instance-1";

  private final AppAnswers answers = new AppAnswers();

  private static Cluster serving() {
    return cluster()
        .agent("agent-1")
        .app(WEB)
        .running(FIRST, WEB, "agent-1")
        .checked(FIRST, true, "");
  }

  private static AppInfos.Look look(Cluster cluster) {
    return AppInfos.look(
        cluster.state(), cluster.state().app(WEB.id()).orElseThrow(), AppInfos.Embed.EVERYTHING);
  }

  /** Whatever can become of an app; none may be answered with what was true before it. */
  enum Change {
    FAILING_CHECK(cluster -> cluster.checked(FIRST, false, "answered 503")),
    END(cluster -> cluster.ended(FIRST, End.Cause.OUT_OF_MEMORY, 137, "ended at its limit")),
    ONE_MORE(cluster -> cluster.placed("shop_web.instance-2", WEB, "agent-1")),
    DEPLOYMENT(cluster -> cluster.deploying("d-1", WEB, Deployment.Kind.SCALE)),
    DEFINITION(cluster -> cluster.app(Specs.app("/shop/web", "'instances':3")));

    private final Consumer<Cluster> happens;

    Change(Consumer<Cluster> happens) {
      this.happens = happens;
    }
  }

  @Test
  void an_unchanged_app_is_written_once() {
    var cluster = serving();
    var first = answers.of(look(cluster));
    assertThat(answers.of(look(cluster)).body()).isSameAs(first.body());
  }

  @ParameterizedTest
  @EnumSource
  void a_changed_app_is_written_anew(Change change) {
    var cluster = serving();
    var before = answers.of(look(cluster));
    change.happens.accept(cluster);
    var after = answers.of(look(cluster));
    assertThat(after.body()).isNotEqualTo(before.body());
    assertThat(after.body())
        .isEqualTo(Json.MAPPER.writeValueAsBytes(AppsResource.one(look(cluster))));
  }
}
