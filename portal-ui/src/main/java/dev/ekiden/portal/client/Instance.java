package dev.ekiden.portal.client;

import java.util.List;

/**
 * One running or ended copy of an app; {@code pid} is 0 if it has none.
 *
 * @param portRemark a sentence about ports that it uses and was not given; "" if all is well
 */
public record Instance(
    String id,
    String agent,
    String host,
    List<String> ports,
    String state,
    String health,
    String step,
    When since,
    long pid,
    String portRemark,
    End end) {
  /** How it ended; {@code cause} is "" while it runs. */
  public record End(String cause, int exitCode, String sentence, List<String> lastLines, When at) {}

  private static final int SHORT = 8;

  /** It no longer runs. */
  public boolean ended() {
    return state.equals("ENDED");
  }

  /** The id's last part: enough to tell an app's instances apart. */
  public String shortId() {
    return id.substring(Math.max(0, id.length() - SHORT));
  }

  static Instance of(Fields instance) {
    var end = instance.child("end");
    return new Instance(
        instance.text("id"),
        instance.text("agent"),
        instance.text("host"),
        instance.texts("ports"),
        instance.text("state"),
        instance.text("health"),
        instance.text("step"),
        instance.when("since"),
        instance.size("pid"),
        instance.child("unallocatedPorts").text("sentence"),
        new End(
            end.text("cause"),
            end.count("exitCode"),
            end.text("sentence"),
            end.texts("lastLines"),
            end.when("at")));
  }
}
