/**
 * Projects and their quotas, for admins. Start with {@link
 * dev.ekiden.portal.projects.ProjectsView}.
 */
@NullMarked
package dev.ekiden.portal.projects;

import org.jspecify.annotations.NullMarked;
