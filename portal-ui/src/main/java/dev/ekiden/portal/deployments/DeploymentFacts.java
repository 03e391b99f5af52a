package dev.ekiden.portal.deployments;

import dev.ekiden.portal.client.App;
import dev.ekiden.portal.client.Deployment;
import dev.ekiden.portal.client.Instance;
import java.util.List;
import java.util.stream.Stream;

/** What a deployment's page shows at one moment; {@code app} is empty once it was deleted. */
record DeploymentFacts(Deployment deployment, List<App> app) {
  private static final int ENDED = 3;

  /** Running instances, then the last three that ended. */
  List<Instance> instances() {
    return app.stream()
        .flatMap(
            found -> Stream.concat(found.instances().stream(), found.ended().stream().limit(ENDED)))
        .toList();
  }

  /** Where it can be reached, "" if nowhere or not yet. */
  String route() {
    var served = deployment.state().equals("SUCCEEDED") && !deployment.kind().equals("STOP");
    return served ? app.stream().map(found -> found.summary().route()).findFirst().orElse("") : "";
  }
}
