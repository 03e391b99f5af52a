/**
 * Marathon's /v2/apps and /v2/tasks, and our summaries of apps under /v3. Start with {@code
 * AppsResource}.
 */
@NullMarked
package dev.ekiden.api.applications;

import org.jspecify.annotations.NullMarked;
