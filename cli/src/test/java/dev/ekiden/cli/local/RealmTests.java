package dev.ekiden.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RealmTests {
  private static final JsonNode REALM = read();

  @Test
  void keycloak_keeps_its_own_client_scopes() {
    assertThat(REALM.has("clientScopes")).isFalse();
  }

  @Test
  void everybody_can_log_in_without_being_asked_for_a_profile() {
    assertThat(REALM.get("users"))
        .allSatisfy(
            user -> {
              assertThat(user.get("emailVerified").asBoolean()).isTrue();
              assertThat(user.get("firstName").asString()).isNotBlank();
              assertThat(user.get("lastName").asString()).isNotBlank();
              assertThat(user.get("credentials").get(0).get("value"))
                  .isEqualTo(user.get("username"));
            });
    assertThat(names("users", "username"))
        .containsExactly("admin", "olga", "alice", "dan", "vera", "bob");
  }

  @Test
  void both_clients_issue_roles_projects_and_audience() {
    assertThat(names("clients", "clientId")).containsExactly("ekiden-portal", "ekiden-cli");
    assertThat(REALM.get("clients"))
        .allSatisfy(
            client ->
                assertThat(client.get("protocolMappers"))
                    .extracting(mapper -> mapper.get("name").asString())
                    .containsExactly("groups", "projects", "audience"));
  }

  @Test
  void people_can_sign_in_and_out_at_the_portal_of_every_master_there_may_be() {
    var portal = REALM.get("clients").get(0);
    var portals = IntStream.rangeClosed(1, 5).mapToObj(n -> Master.url(n) + "/ui/*").toList();
    assertThat(portal.get("redirectUris").valueStream().map(JsonNode::asString))
        .containsExactlyElementsOf(portals);
    assertThat(portal.get("attributes").get("post.logout.redirect.uris").asString().split("##"))
        .containsExactlyElementsOf(portals);
  }

  @Test
  void no_secret_is_in_the_file() {
    assertThat(REALM.get("clients").get(0).get("secret").asString()).isEqualTo("@PORTAL_SECRET@");
  }

  private static Iterable<String> names(String list, String field) {
    return StreamSupport.stream(REALM.get(list).spliterator(), false)
        .map(node -> node.get(field).asString())
        .toList();
  }

  private static JsonNode read() {
    try (var in = RealmTests.class.getResourceAsStream("realm.json")) {
      return new JsonMapper().readTree(in.readAllBytes());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
