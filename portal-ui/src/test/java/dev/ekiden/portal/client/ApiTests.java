package dev.ekiden.portal.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.portal.FakeApi;
import jakarta.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiTests {
  private FakeApi fake;

  @BeforeEach
  void start() throws IOException {
    fake = new FakeApi();
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  @Test
  void calls_in_the_name_of_the_person() {
    fake.on(
        "GET /v3/me",
        200,
        """
        {"name":"alice","roles":[],"projects":[{"id":"shop","role":"owner"}]}""");
    var me = new MeClient(fake.api()).me();
    assertThat(me)
        .isEqualTo(new Me("alice", List.of(), List.of(new Me.Membership("shop", "owner"))));
    assertThat(me.operator()).isFalse();
    assertThat(fake.seen().getFirst().authorization()).isEqualTo("Bearer token-1");
  }

  @Test
  void reads_what_is_absent_or_null_as_empty() {
    fake.on(
        "GET /v3/apps/shop/web",
        200,
        """
        {"id":"/shop/web","state":"RUNNING","waiting":null,"version":"2026-11-22T19:00:00Z",
         "instances":[{"id":"i1","ports":[31000],"end":null,"since":null}]}""");
    var app = new AppClient(fake.api()).get("/shop/web");
    assertThat(app.waiting().missing()).isZero();
    assertThat(app.summary().version())
        .isEqualTo(new When.At(Instant.parse("2026-11-22T19:00:00Z")));
    var instance = app.instances().getFirst();
    assertThat(instance.ports()).containsExactly("31000");
    assertThat(instance.since()).isEqualTo(new When.Never());
    assertThat(instance.end().cause()).isEmpty();
  }

  @Test
  void tells_a_problem_as_its_detail_with_its_fields() {
    fake.on(
        "GET /v3/projects",
        422,
        """
        {"title":"Refused","detail":"This would use 5 of 4 CPUs.","code":"over-quota",
         "errors":[{"path":"/cpus","message":"at most 1"}]}""");
    assertThatThrownBy(() -> new ProjectClient(fake.api()).list())
        .asInstanceOf(InstanceOfAssertFactories.type(ApiException.class))
        .satisfies(
            problem -> {
              assertThat(problem.status()).isEqualTo(422);
              assertThat(problem.code()).isEqualTo("over-quota");
              assertThat(problem.sentences())
                  .isEqualTo("This would use 5 of 4 CPUs.\n/cpus: at most 1");
            });
  }

  @Test
  void tells_marathons_message_with_its_details() {
    fake.on(
        "POST /v2/apps",
        422,
        """
        {"message":"Object is not valid","details":[{"path":"/id","errors":["bad","worse"]}]}""");
    assertThatThrownBy(() -> new AppClient(fake.api()).create(Json.createObjectBuilder().build()))
        .asInstanceOf(InstanceOfAssertFactories.type(ApiException.class))
        .satisfies(
            problem ->
                assertThat(problem.fields())
                    .containsExactly(
                        new ApiException.Field("/id", "bad"),
                        new ApiException.Field("/id", "worse")));
  }

  @Test
  void has_a_sentence_for_an_answer_without_one() {
    fake.on("GET /v3/agents", 503, "<html>");
    assertThatThrownBy(() -> new AgentClient(fake.api()).list())
        .hasMessageContaining("What runs keeps running");
  }

  @Test
  void takes_401_for_the_end_of_the_session() {
    fake.on("GET /v3/apps", 401, "{}");
    assertThatThrownBy(() -> new AppClient(fake.api()).list())
        .isInstanceOf(SignedOutException.class);
  }

  @Test
  void says_so_if_nobody_answers() {
    var api = new Api(fake.http(), URI.create("http://localhost:1"), () -> "t");
    assertThatThrownBy(() -> new MeClient(api).me())
        .isInstanceOf(ApiException.class)
        .hasMessageStartingWith("The API does not answer.");
  }

  @Test
  void finds_the_deployment_in_header_or_body() {
    fake.on("POST /v2/apps", 201, "{}", Map.of("Marathon-Deployment-Id", "d1"));
    fake.on("PUT /v2/apps/shop/web", 200, "{\"deploymentId\":\"d2\"}");
    var apps = new AppClient(fake.api());
    assertThat(apps.create(Json.createObjectBuilder().build())).isEqualTo("d1");
    assertThat(apps.scale("/shop/web", 3)).isEqualTo("d2");
    assertThat(fake.seen().getLast().body()).isEqualTo("{\"instances\":3}");
  }

  @Test
  void uploads_with_the_length_it_was_told() {
    fake.on("PUT /v3/artifacts?name=my%20app.zip", 201, "{\"name\":\"my app.zip\"}");
    var bytes = new ByteArrayInputStream("hello".getBytes(UTF_8));
    var artifact = new ArtifactClient(fake.api()).upload("my app.zip", bytes, 5);
    assertThat(artifact.name()).isEqualTo("my app.zip");
    assertThat(fake.seen().getFirst().length()).isEqualTo("5");
    assertThat(fake.seen().getFirst().body()).isEqualTo("hello");
  }

  @Test
  void sends_no_limit_as_no_member() {
    fake.on("PUT /v3/projects/shop/quota", 200, "{\"id\":\"shop\",\"quota\":{\"cpus\":2}}");
    var quota = new Quota(new Limit.Of(2), new Limit.None(), new Limit.Of(7));
    var project = new ProjectClient(fake.api()).limit("shop", quota);
    assertThat(fake.seen().getFirst().body()).isEqualTo("{\"cpus\":2.0,\"instances\":7}");
    assertThat(project.quota().memMib()).isEqualTo(new Limit.None());
  }

  @Test
  void finds_no_app_where_there_is_none() {
    assertThat(new AppClient(fake.api()).find("/shop/gone")).isEmpty();
  }
}
