package dev.ekiden.agent;

import static dev.ekiden.agent.Networked.ask;
import static dev.ekiden.agent.Networked.serving;
import static dev.ekiden.agent.Networked.shell;
import static dev.ekiden.agent.Networked.tcp;
import static dev.ekiden.agent.Networked.traces;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.agent.fault.Fault;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The agent dies while it makes or removes a network: nothing of it is lost, nothing is left. */
@Tag("kernel")
class KernelNetworkFaultTests extends DyingAgent {
  private static final int PORT = 31_000;
  private static final Order.Run ONE = serving("one", 80, tcp(80, PORT));

  private void dieAt(Fault point, boolean kill) throws Exception {
    dieAt(
        point.label(), ONE, kill ? Optional.of(new Order.Kill(1, "one", 0, "")) : Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE_NETWORK", "MID_NETWORK", "AFTER_NETWORK", "AFTER_FORK"})
  void an_instance_that_was_ordered_has_one_network_in_the_end(Fault point) throws Exception {
    dieAt(point, false);
    agent.start();
    master.await(Report.Running.class, it -> it.address().startsWith("100.94.68."));
    Eventually.holds(() -> ask("127.0.0.1", PORT).equals("one"));
    assertThat(traces(agent).stream().filter(it -> it.contains("veth")).count()).isEqualTo(1);
    master.send(new Order.Kill(1, "one", 0, ""));
    Eventually.holds(() -> traces(agent).isEmpty());
  }

  @ParameterizedTest
  @EnumSource(
      names = {"BEFORE_NETWORK", "MID_NETWORK", "AFTER_NETWORK", "BEFORE_FORK", "AFTER_FORK"})
  void a_network_whose_instance_nobody_knows_any_more_is_removed(Fault point) throws Exception {
    dieAt(point, false);
    shell("umount %1$s/instances/one/sandbox; rm -r %1$s/instances/one".formatted(agent.data()));
    assertThat(traces(agent)).isNotEmpty();
    agent.start();
    Eventually.holds(() -> traces(agent).isEmpty());
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE_CLEAN_UP", "BEFORE_NETWORK_REMOVAL", "MID_NETWORK_REMOVAL"})
  void a_removal_that_was_cut_short_is_finished(Fault point) throws Exception {
    dieAt(point, true);
    assertThat(traces(agent)).isNotEmpty();
    agent.start();
    master.await(Report.Ended.class, it -> it.instance().equals("one"));
    Eventually.holds(() -> traces(agent).isEmpty());
  }
}
