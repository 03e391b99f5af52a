/**
 * Every refusal that a caller can see, and the two forms it takes: Marathon's under /v2, RFC 9457
 * under /v3. Start with {@code ApiProblem}.
 */
@NullMarked
package dev.ekiden.api.problem;

import org.jspecify.annotations.NullMarked;
