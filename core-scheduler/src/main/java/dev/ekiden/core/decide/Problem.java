package dev.ekiden.core.decide;

import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.share.QuotaLine;
import java.util.List;

/** Why a wish was refused. Nothing has changed. */
public sealed interface Problem {

  /** What was named does not exist; {@code kind} as in "App". */
  record NotFound(String kind, String id) implements Problem {}

  /** An app of that id is there already. */
  record AppExists(String id) implements Problem {}

  /** Other deployments are at work on it. */
  record Locked(List<DeploymentId> deployments) implements Problem {}

  /** It has changed since the caller looked. */
  record Changed(String id) implements Problem {}

  /** The lines that do not fit, at least one. */
  record OverQuota(String project, List<QuotaLine> lines) implements Problem {}

  /** No service port left to give. */
  record NoServicePort() implements Problem {}

  /** It makes no sense as it is; what to do is in the sentence. */
  record Invalid(String sentence) implements Problem {}

  /** It cannot be done now; why is in the sentence. */
  record Impossible(String sentence) implements Problem {}

  /** Its priority is above what its group may have. */
  record AboveCeiling(String group, Priority asked, Priority ceiling) implements Problem {}
}
