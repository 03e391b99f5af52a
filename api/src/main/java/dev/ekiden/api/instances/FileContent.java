package dev.ekiden.api.instances;

import dev.ekiden.api.agentlink.Reader;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.core.wire.Answer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A file on its way from an agent to whoever downloads it. */
final class FileContent {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";

  private FileContent() {}

  /** Fails if less comes, so that the client, who was told the length, sees that it is not all. */
  static void copy(Reader reader, long length, OutputStream out) throws IOException {
    long left = length;
    try {
      for (var next = Answers.next(reader); next.isPresent(); next = Answers.next(reader)) {
        if (next.get() instanceof Answer.Bytes bytes) {
          var content = bytes.content();
          out.write(content);
          left -= content.length;
        }
      }
    } catch (ApiProblem e) {
      throw new IOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped");
    }
    if (left != 0) {
      throw new IOException("%d bytes are missing".formatted(left));
    }
  }

  /** A file to be saved, under the last part of its path (RFC 6266, RFC 8187). */
  static String attachment(String path) {
    var name = path.substring(path.lastIndexOf('/') + 1);
    var encoded = new StringBuilder();
    var ascii = new StringBuilder();
    for (var octet : name.getBytes(StandardCharsets.UTF_8)) {
      if (PLAIN.indexOf(octet) >= 0) {
        encoded.append((char) octet);
        ascii.append((char) octet);
      } else {
        encoded.append('%').append(HEX.toHexDigits(octet));
        ascii.append('_');
      }
    }
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(ascii, encoded);
  }
}
