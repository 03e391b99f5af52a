package dev.ekiden.agent.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Names of files as texts and back. To the kernel a name is any bytes but 0 and the slash; here it
 * is UTF-8 where it can be, and every other byte, and the percent sign itself, stands as {@code
 * %XX}. So each name has one text. What Java's own paths make of bytes depends on the locale of the
 * agent, except in their URIs, which keep all of them.
 */
final class FileName {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final int LONGEST_CHARACTER = 4;

  private FileName() {}

  static String text(byte[] name) {
    var text = new StringBuilder();
    for (int at = 0; at < name.length; ) {
      var length = name[at] == '%' ? 0 : character(name, at);
      if (length == 0) {
        text.append('%').append(HEX.toHexDigits(name[at]));
        at++;
      } else {
        text.append(new String(name, at, length, UTF_8));
        at += length;
      }
    }
    return text.toString();
  }

  /** Length of the UTF-8 character that begins there; 0 if none does. */
  private static int character(byte[] name, int at) {
    for (int length = 1; length <= LONGEST_CHARACTER && at + length <= name.length; length++) {
      try {
        UTF_8.newDecoder().decode(ByteBuffer.wrap(name, at, length));
        return length;
      } catch (CharacterCodingException _) {
        // longer, or none at all
      }
    }
    return 0;
  }

  /** The bytes that a text stands for; a percent sign that escapes nothing is itself. */
  static byte[] bytes(String text) {
    var bytes = new ByteArrayOutputStream();
    for (int at = 0; at < text.length(); ) {
      var character = text.codePointAt(at);
      if (character == '%'
          && at + 2 < text.length()
          && HexFormat.isHexDigit(text.charAt(at + 1))
          && HexFormat.isHexDigit(text.charAt(at + 2))) {
        bytes.write(HexFormat.fromHexDigits(text, at + 1, at + 3));
        at += 3;
      } else {
        bytes.writeBytes(Character.toString(character).getBytes(UTF_8));
        at += Character.charCount(character);
      }
    }
    return bytes.toByteArray();
  }

  /** The bytes of a path's last name. */
  static byte[] bytes(Path path) {
    // Below a directory that is not there: else a slash is put behind what is one.
    var uri = NOWHERE.resolve(path.getFileName()).toUri().getRawPath();
    return bytes(uri.substring(uri.lastIndexOf('/') + 1));
  }

  /** The bytes of all of a path that leads to something that is there. */
  static byte[] allBytes(Path path) {
    return bytes(path.toUri().getRawPath());
  }

  /** That name in a directory. */
  static Path in(Path directory, byte[] name) {
    var uri = new StringBuilder("file:///");
    for (var octet : name) {
      uri.append('%').append(HEX.toHexDigits(octet));
    }
    return directory.resolve(Path.of(URI.create(uri.toString())).getFileName());
  }

  private static final Path NOWHERE = Path.of("/proc/self/nowhere");
}
