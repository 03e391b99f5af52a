package dev.ekiden.agent.network;

import dev.ekiden.agent.disk.DurableFile;
import dev.ekiden.agent.disk.Json;
import dev.ekiden.core.wire.Network;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What was begun for an instance, as checkpointed before it is begun: enough to undo it, by an
 * agent that has another configuration by then.
 *
 * @param bootId of the machine's run in which it was made: another one has none of it
 * @param result what the bridge plugin answered; a JSON null as long as it has not
 * @param complete whether everything is there
 */
record Lease(String bootId, String subnet, Network.Own network, JsonNode result, boolean complete) {

  static Lease begun(String bootId, Subnet subnet, Network.Own network) {
    return new Lease(
        bootId, subnet.toString(), network, Json.MAPPER.getNodeFactory().nullNode(), false);
  }

  static Optional<Lease> read(Path file) {
    return DurableFile.read(file).map(bytes -> Json.MAPPER.readValue(bytes, Lease.class));
  }

  void write(Path file) {
    DurableFile.write(file, Json.MAPPER.writeValueAsBytes(this));
  }

  Lease addressed(JsonNode answer) {
    return new Lease(bootId, subnet, network, answer, false);
  }

  Lease completed() {
    return new Lease(bootId, subnet, network, result, true);
  }

  boolean isAddressed() {
    return result.isObject();
  }

  /** Without the prefix; empty before the bridge plugin has answered. */
  String address() {
    var address = result.path("ips").path(0).path("address").asString("");
    return address.contains("/") ? address.substring(0, address.indexOf('/')) : address;
  }

  /** The end of its cable that the machine has. */
  Optional<String> hostInterface(String bridge) {
    return result
        .path("interfaces")
        .valueStream()
        .filter(one -> one.path("sandbox").asString("").isEmpty())
        .map(one -> one.path("name").asString(""))
        .filter(name -> !name.isEmpty() && !name.equals(bridge))
        .findFirst();
  }
}
