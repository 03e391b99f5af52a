/**
 * The Plan sheet: what would be deployed, whether it fits and what it costs, recomputed as one
 * types, and the button that does it. Start with {@link dev.ekiden.portal.plan.PlanSheet}.
 */
@NullMarked
package dev.ekiden.portal.plan;

import org.jspecify.annotations.NullMarked;
