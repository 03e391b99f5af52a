package dev.ekiden.agent.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Version 1 holds the controllers; beside them version 2's tree, in which runc puts each instance
 * too, tells pressure and kills a whole group at once.
 *
 * @param unified where version 2's tree is mounted
 */
public record CgroupsHybrid(CgroupsV1 controllers, Path unified) implements Cgroups {

  @Override
  public String makeBelow(String group, String name) throws IOException {
    return controllers.makeBelow(group, name);
  }

  @Override
  public void limit(String group, GroupLimits limits) throws IOException {
    controllers.limit(group, limits);
  }

  @Override
  public Usage usage(String group) throws IOException {
    return controllers.usage(group);
  }

  @Override
  public Optional<Pressure> pressure(String group) throws IOException {
    return new CgroupDir(unified.resolve(group)).pressure();
  }

  @Override
  public long oomKills(String group) throws IOException {
    return controllers.oomKills(group);
  }

  @Override
  public List<Long> members(String group) throws IOException {
    return controllers.members(group);
  }

  /** At once where the kernel can (Linux 5.14); version 1 then finds whoever is not in the tree. */
  @Override
  public boolean kill(String group) throws IOException {
    var dir = new CgroupDir(unified.resolve(group));
    if (dir.has("cgroup.kill")) {
      dir.write("cgroup.kill", "1");
    }
    return controllers.kill(group);
  }

  @Override
  public boolean remove(String group) throws IOException {
    return controllers.remove(group);
  }

  @Override
  public List<String> children(String group) throws IOException {
    return controllers.children(group);
  }

  @Override
  public boolean limitsSwap() {
    return controllers.limitsSwap();
  }

  @Override
  public List<String> missing() {
    return controllers.missing();
  }
}
