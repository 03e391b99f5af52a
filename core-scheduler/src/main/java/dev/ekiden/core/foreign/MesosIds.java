package dev.ekiden.core.foreign;

/** Mesos' rule for ids that clients choose: they become names of directories. */
final class MesosIds {
  private static final int LONGEST = 255;

  private MesosIds() {}

  static boolean valid(String id) {
    return !id.isEmpty()
        && id.length() <= LONGEST
        && !id.equals(".")
        && !id.equals("..")
        && id.chars().noneMatch(c -> Character.isISOControl(c) || c == '/' || c == '\\');
  }

  static String check(String id) {
    if (!valid(id)) {
      throw new IllegalArgumentException(
          "must have 1 to 255 characters, no slash, backslash or control character: " + id);
    }
    return id;
  }
}
