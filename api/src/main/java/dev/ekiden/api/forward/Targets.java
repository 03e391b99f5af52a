package dev.ekiden.api.forward;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Addresses at another master. */
final class Targets {
  /** Clients send these as they are, {@link URI} takes them only encoded; both mean the same. */
  private static final String REFUSED = "\"<>\\^`{|}[]#";

  private static final byte DELETE = 0x7f;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Targets() {}

  /** The same path and query there, neither decoded nor tidied. */
  static URI at(URI master, String target) {
    var text = new StringBuilder(master.toString());
    var octets = target.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < octets.length; i++) {
      byte octet = octets[i];
      boolean stray = octet == '%' && !encodes(octets, i);
      if (stray || octet <= ' ' || octet == DELETE || REFUSED.indexOf(octet) >= 0) {
        text.append('%').append(HEX.toHexDigits(octet));
      } else {
        text.append((char) octet);
      }
    }
    return URI.create(text.toString());
  }

  private static boolean encodes(byte[] octets, int at) {
    return at + 2 < octets.length
        && HexFormat.isHexDigit(octets[at + 1])
        && HexFormat.isHexDigit(octets[at + 2]);
  }
}
