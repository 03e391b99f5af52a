package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServicePortsTests {
  private static final String WEB = "/shop/web";
  private final World world = World.of(agent("n1")).servicePorts(10_000, 10_003);

  @Test
  void the_lowest_free_ones_are_given() {
    world.submit(app(WEB).instances(0).ports(0, 0));
    world.submit(app("/shop/db").instances(0).ports(0));
    assertThat(world.app(WEB).servicePorts()).containsExactly(10_000, 10_001);
    assertThat(world.app("/shop/db").servicePorts()).containsExactly(10_002);
  }

  @Test
  void the_one_asked_for_is_given() {
    world.submit(app(WEB).instances(0).ports(8080, 0));
    assertThat(world.app(WEB).servicePorts()).containsExactly(8080, 10_000);
  }

  @Test
  void none_is_given_twice_within_an_app_whatever_the_order() {
    world.submit(app(WEB).instances(0).ports(0, 10_000, 0));
    assertThat(world.app(WEB).servicePorts()).containsExactly(10_001, 10_000, 10_002);
  }

  @Test
  void a_new_version_keeps_its_ports() {
    world.submit(app("/shop/db").instances(0).ports(0));
    world.submit(app(WEB).instances(0).ports(0, 0));
    world.delete("/shop/db");
    world.submit(app(WEB).instances(0).ports(0, 0).env("VERSION", "2"));
    assertThat(world.app(WEB).servicePorts()).containsExactly(10_001, 10_002);
  }

  @Test
  void ports_of_a_deleted_app_are_free_again() {
    world.submit(app(WEB).instances(0).ports(0));
    world.delete(WEB);
    world.submit(app("/shop/db").instances(0).ports(0));
    assertThat(world.app("/shop/db").servicePorts()).containsExactly(10_000);
  }

  @Test
  void an_app_is_refused_when_none_is_left() {
    world.submit(app("/shop/db").instances(0).ports(0, 0, 0));
    assertThat(World.problem(world.submit(app(WEB).ports(0, 0))))
        .isEqualTo(new Problem.NoServicePort());
  }
}
