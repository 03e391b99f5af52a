package dev.ekiden.api.agentlink;

import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionException;

/** Reads pieces of logs from the agents that have them; nothing of it is kept here. */
@ApplicationScoped
public class AgentLogs {
  @Inject private AgentLink link;
  @Inject private LogRequests requests;

  /** Waits for the agent's answer; 503 if it is not there or takes too long. */
  public Report.LogChunk read(
      AgentId agent, InstanceId instance, String stream, long offset, int maxBytes) {
    var question = requests.ask();
    var order = new Order.ReadLog(question.id(), instance.value(), stream, offset, maxBytes);
    if (!link.trySend(agent, order)) {
      question.answer().cancel(false);
      throw ApiProblem.unavailable(
          agent.value() + " is not connected at the moment, so its logs cannot be read");
    }
    try {
      return question.answer().join();
    } catch (CompletionException e) {
      throw ApiProblem.unavailable(agent.value() + " has not answered in time");
    }
  }
}
