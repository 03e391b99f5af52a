package dev.ekiden.bench.masters;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** HTTP/1.1 requests as bytes. */
record Requests(URI master, String token) {
  ByteBuf get(String path) {
    return Unpooled.copiedBuffer(head("GET", path) + "\r\n", StandardCharsets.US_ASCII);
  }

  ByteBuf delete(String path) {
    return Unpooled.copiedBuffer(head("DELETE", path) + "\r\n", StandardCharsets.US_ASCII);
  }

  ByteBuf put(String path, String json) {
    var body = json.getBytes(StandardCharsets.UTF_8);
    var head =
        head("PUT", path)
            + "Content-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    return Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), body);
  }

  private String head(String method, String path) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: "
        + master.getAuthority()
        + "\r\nAccept: application/json\r\nAuthorization: Bearer "
        + token
        + "\r\n";
  }
}
