/**
 * The kernel's control groups behind one seam, for version 1, hybrid and version 2. runc makes the
 * groups and puts the instances in; here limits are set and changed, usage is read, and groups are
 * emptied and removed. Start at {@link dev.ekiden.agent.cgroup.Cgroups}.
 */
@NullMarked
package dev.ekiden.agent.cgroup;

import org.jspecify.annotations.NullMarked;
