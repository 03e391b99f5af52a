package dev.ekiden.api.instances;

import dev.ekiden.api.applications.AppPaths;
import dev.ekiden.api.control.View;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.security.Caller;
import dev.ekiden.api.security.Role;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.EndedInstance;
import dev.ekiden.core.state.Instance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Instances that a caller may look into: live ones and the latest ended ones of their apps. */
@ApplicationScoped
public class KnownInstances {
  @Inject private View view;

  /** 404 if there is no such instance, or the caller may not see it. */
  public Instance visible(Caller caller, String id) {
    var instance =
        view.read(state -> find(state, id))
            .filter(found -> caller.sees(found.app()))
            .orElseThrow(() -> ApiProblem.notFound("Instance " + id + " does not exist"));
    caller.need(instance.app(), Role.VIEWER);
    return instance;
  }

  /** 404 if there is no such app, or the caller may not see it. */
  AppId visibleApp(Caller caller, String path) {
    var app = AppPaths.id(path);
    caller.need(app, Role.VIEWER);
    if (view.read(state -> state.app(app).isEmpty())) {
      throw ApiProblem.notFound("App '" + app.path() + "' does not exist");
    }
    return app;
  }

  private static Optional<Instance> find(ClusterState state, String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    var id = InstanceId.ofTask(text);
    return state
        .instance(id)
        .or(
            () ->
                state.apps().stream()
                    .flatMap(app -> state.endedOf(app.id()).stream())
                    .map(EndedInstance::last)
                    .filter(last -> last.id().equals(id))
                    .findFirst());
  }
}
