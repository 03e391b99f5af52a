/**
 * The kernel's control groups behind one seam, for version 1 (and hybrid) and version 2. Limits are
 * set by runc from the bundle; here they are read, and groups are emptied and removed. Start at
 * {@link dev.ekiden.agent.cgroup.Cgroups}.
 */
@NullMarked
package dev.ekiden.agent.cgroup;

import org.jspecify.annotations.NullMarked;
