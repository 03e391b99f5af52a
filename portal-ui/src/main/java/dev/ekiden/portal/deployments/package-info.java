/**
 * The list of deployments, and the page of one as it goes on. Start with {@link
 * dev.ekiden.portal.deployments.DeploymentView}.
 */
@NullMarked
package dev.ekiden.portal.deployments;

import org.jspecify.annotations.NullMarked;
