/** Deployments as Marathon shows them under /v2 and as people want to see them under /v3. */
@NullMarked
package dev.ekiden.api.deployments;

import org.jspecify.annotations.NullMarked;
