package dev.ekiden.api.registrar;

import static dev.ekiden.api.Cluster.cluster;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.api.Specs;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.UnallocatedPorts;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Masters of the version before read along until somebody uses what they do not know. */
class FactJsonFormatTests {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

  @Test
  void what_the_first_format_can_hold_is_written_in_it() {
    assertThat(FactJson.format(FactSamples.all())).isEqualTo(1);
    assertThat(FactJson.format(List.of())).isEqualTo(1);
  }

  @Test
  void a_check_by_command_makes_the_format_of_its_batch_the_second() {
    var facts = List.of(FactSamples.all().getFirst(), defined());
    assertThat(FactJson.format(facts)).isEqualTo(2);
    assertThat(FactJson.read(2, FactJson.write(facts), 1)).isEqualTo(facts);
  }

  @Test
  void a_network_of_its_own_makes_the_format_of_its_batch_the_second() {
    var spec = Specs.app("/shop/web", "'networks':[{'mode':'container/bridge'}]");
    var facts = List.<Fact>of(new Fact.AppDefined(spec, AT, AT, AT, List.of()));
    assertThat(FactJson.format(facts)).isEqualTo(2);
    assertThat(FactJson.read(2, FactJson.write(facts), 1)).isEqualTo(facts);
  }

  @Test
  void ports_that_were_not_given_make_the_format_of_their_batch_the_second() {
    var ports = new UnallocatedPorts(List.of(8080), true);
    var facts = List.<Fact>of(new Fact.InstanceListened(new InstanceId("i-1"), ports, AT));
    assertThat(FactJson.format(facts)).isEqualTo(2);
    assertThat(FactJson.read(2, FactJson.write(facts), 1)).isEqualTo(facts);
  }

  @Test
  void another_size_without_a_restart_makes_the_format_of_its_batch_the_second() {
    var id = new InstanceId("shop_web.instance-1");
    var size = new Resources(200, 64, 0);
    var all =
        List.<Fact>of(
            new Fact.InstanceResizeAsked(id, AT, size, AT),
            new Fact.InstanceResized(id, AT, size, AT),
            new Fact.InstanceResizeRefused(id, AT, size, "in use", AT));
    for (var fact : all) {
      assertThat(FactJson.format(List.of(fact))).isEqualTo(2);
    }
    assertThat(FactJson.read(2, FactJson.write(all), 1)).isEqualTo(all);
  }

  @Test
  void a_snapshot_in_the_middle_of_a_change_of_size_has_the_second_format() {
    var spec = Specs.app("/shop/web", "'portDefinitions':[]");
    var cluster = cluster().agent("n1").app(spec).running("i", spec, "n1");
    assertThat(Snapshots.format(cluster.state())).isEqualTo(1);
    var id = new InstanceId("i");
    var size = new Resources(200, 64, 0);
    cluster.fact(new Fact.InstanceResizeAsked(id, AT.plusSeconds(1), size, AT));
    assertThat(Snapshots.format(cluster.state())).isEqualTo(2);
    cluster.fact(new Fact.InstanceResized(id, AT.plusSeconds(1), size, AT));
    assertThat(Snapshots.format(cluster.state())).isEqualTo(1);
  }

  @Test
  void what_is_newer_is_not_guessed_at() {
    assertThatThrownBy(() -> FactJson.read(3, "[]", 7)).hasMessageContaining("batch 7");
  }

  private static Fact defined() {
    var spec =
        Specs.app(
            "/shop/web", "'healthChecks':[{'protocol':'COMMAND','command':{'value':'true'}}]");
    return new Fact.AppDefined(spec, AT, AT, AT, List.of(10_000));
  }
}
