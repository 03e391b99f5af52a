/** Projects, their quotas and use, and what the caller may do in them: /v3/projects and /v3/me. */
@NullMarked
package dev.ekiden.api.projects;

import org.jspecify.annotations.NullMarked;
