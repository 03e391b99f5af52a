package dev.ekiden.portal.session;

import com.vaadin.flow.server.VaadinSession;
import dev.ekiden.portal.client.AgentClient;
import dev.ekiden.portal.client.Api;
import dev.ekiden.portal.client.AppClient;
import dev.ekiden.portal.client.ArtifactClient;
import dev.ekiden.portal.client.DeploymentClient;
import dev.ekiden.portal.client.LogClient;
import dev.ekiden.portal.client.MeClient;
import dev.ekiden.portal.client.PlanClient;
import dev.ekiden.portal.client.ProjectClient;
import dev.ekiden.portal.client.SignedOutException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;

/** Gives each page clients that call in the name of the person whose session it is. */
@ApplicationScoped
public class Clients {
  @Inject Connections connections;

  private Api api() {
    var session = VaadinSession.getCurrent();
    if (session == null
        || !(session.getSession().getAttribute(Tokens.KEY) instanceof Tokens tokens)) {
      throw new SignedOutException("nobody is signed in");
    }
    return new Api(connections.http(), connections.api(), tokens);
  }

  @Produces
  MeClient me() {
    return new MeClient(api());
  }

  @Produces
  AppClient apps() {
    return new AppClient(api());
  }

  @Produces
  DeploymentClient deployments() {
    return new DeploymentClient(api());
  }

  @Produces
  PlanClient plans() {
    return new PlanClient(api());
  }

  @Produces
  ArtifactClient artifacts() {
    return new ArtifactClient(api());
  }

  @Produces
  ProjectClient projects() {
    return new ProjectClient(api());
  }

  @Produces
  AgentClient agents() {
    return new AgentClient(api());
  }

  @Produces
  LogClient logs() {
    return new LogClient(api());
  }
}
