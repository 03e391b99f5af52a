package dev.ekiden.core.foreign;

/**
 * Names one task of one framework.
 *
 * @param task chosen by the framework: 1 to 255 characters that fit a file name
 */
public record TaskKey(FrameworkId framework, String task) implements Comparable<TaskKey> {
  public TaskKey {
    MesosIds.check(task);
  }

  /** Whether a framework may call a task so. */
  public static boolean valid(String task) {
    return MesosIds.valid(task);
  }

  @Override
  public int compareTo(TaskKey other) {
    int order = framework.compareTo(other.framework);
    return order == 0 ? task.compareTo(other.task) : order;
  }
}
