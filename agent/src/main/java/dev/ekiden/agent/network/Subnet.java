package dev.ekiden.agent.network;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The addresses of one agent's instances, IPv4.
 *
 * @param first as a number; its last {@code 32 - prefix} bits are 0
 * @param prefix 16 to 29, so that there is room for two, and bounds on what an agent can lease
 */
public record Subnet(int first, int prefix) {
  /** 100.64.0.0/10, which is neither the Internet's nor any company's. */
  private static final int SHARED_SPACE = 100 << 24 | 64 << 16;

  private static final int USUAL_PREFIX = 22;

  /** 65,536 ports in so many parts, one for each /22 of a /10. */
  private static final int PORTS_PER_SUBNET = 16;

  private static final int WIDEST = 16;
  private static final int NARROWEST = 29;
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

  public Subnet {
    if (prefix < WIDEST || prefix > NARROWEST || (first & ~mask(prefix)) != 0) {
      throw new IllegalArgumentException(
          "not the address of a network of 16 to 29 bits: " + dotted(first) + "/" + prefix);
    }
  }

  /**
   * One that no other agent of this machine has: their ranges of host ports differ. 31000 gives
   * 100.94.68.0/22, as 31000 / 16 = 1937 and 1937 · 4 = 30 · 256 + 68.
   */
  public static Subnet forPorts(int firstPort) {
    var number = firstPort / PORTS_PER_SUBNET;
    return new Subnet(SHARED_SPACE + (number << (32 - USUAL_PREFIX)), USUAL_PREFIX);
  }

  /** {@code 100.64.4.0/22}; empty if it is not of this form or not a network's address. */
  public static Optional<Subnet> parse(String text) {
    var match = FORM.matcher(text.strip());
    if (!match.matches()) {
      return Optional.empty();
    }
    int address = 0;
    for (int i = 1; i <= 4; i++) {
      var part = Integer.parseInt(match.group(i));
      if (part > 255) {
        return Optional.empty();
      }
      address = address << 8 | part;
    }
    try {
      return Optional.of(new Subnet(address, Integer.parseInt(match.group(5))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Name of its bridge: unlike that of any other subnet, and within 15 letters. */
  String bridge() {
    return "ek-%08x".formatted(first);
  }

  @Override
  public String toString() {
    return dotted(first) + "/" + prefix;
  }

  private static int mask(int prefix) {
    return -1 << (32 - prefix);
  }

  private static String dotted(int address) {
    return "%d.%d.%d.%d"
        .formatted(
            address >>> 24 & 0xff, address >>> 16 & 0xff, address >>> 8 & 0xff, address & 0xff);
  }
}
