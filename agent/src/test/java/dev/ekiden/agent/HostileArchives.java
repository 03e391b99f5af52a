package dev.ekiden.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ekiden.core.wire.Fetch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Uploads of somebody who wants the agent, which is root, to write elsewhere. */
final class HostileArchives {
  private static final String UP = "../../../../../../../../../../../..";
  private static final int BOMB_MEBI = 150;

  private HostileArchives() {}

  /** Makes it, gives it to the master, and says how to fetch it. */
  static List<Fetch> fetches(String name, Scene scene) throws IOException {
    var file = scene.hostFile().toString();
    return switch (name) {
      case "zip_slip" -> zip(scene, UP + scene.hostDir() + "/slipped", 1);
      case "absolute_path" -> zip(scene, scene.hostDir() + "/absolute", 1);
      case "zip_bomb" -> zip(scene, "zeros", BOMB_MEBI * 1024 * 1024);
      case "link_out" ->
          tar(scene, link("out", scene.hostDir().toString()), file("out/through", 0644));
      case "hard_link_out" -> tar(scene, hardLink("stolen", UP + file));
      case "device_in_tar" -> tar(scene, device("disk"));
      case "setuid_in_tar" -> tar(scene, file("run", 06755));
      case "destination_out" ->
          List.of(new Fetch(give(scene, "x".getBytes(UTF_8), "x"), false, false, UP + file));
      case "host_file" -> List.of(new Fetch("file:///etc/shadow", false, false, ""));
      default -> throw new IllegalArgumentException("no such archive: " + name);
    };
  }

  private static List<Fetch> zip(Scene scene, String entry, int bytes) throws IOException {
    var content = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(content)) {
      out.putNextEntry(new ZipEntry(entry));
      var block = new byte[Math.min(bytes, 1 << 20)];
      for (int left = bytes; left > 0; left -= block.length) {
        out.write(block);
      }
    }
    return unpacked(give(scene, content.toByteArray(), "app.zip"));
  }

  private static List<Fetch> tar(Scene scene, TarArchiveEntry... entries) throws IOException {
    var content = new ByteArrayOutputStream();
    try (var out = new TarArchiveOutputStream(new GZIPOutputStream(content))) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (var entry : entries) {
        out.putArchiveEntry(entry);
        out.closeArchiveEntry();
      }
    }
    return unpacked(give(scene, content.toByteArray(), "app.tar.gz"));
  }

  private static List<Fetch> unpacked(String uri) {
    return List.of(new Fetch(uri, true, false, ""));
  }

  private static String give(Scene scene, byte[] content, String name) {
    try {
      var digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
      scene.master().artifact(digest, content);
      return "artifact:sha256:" + digest + "/" + name;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TarArchiveEntry file(String name, int mode) {
    var entry = new TarArchiveEntry(name, true);
    entry.setMode(mode);
    entry.setIds(0, 0);
    return entry;
  }

  private static TarArchiveEntry link(String name, String target) {
    var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    return entry;
  }

  private static TarArchiveEntry hardLink(String name, String target) {
    var entry = new TarArchiveEntry(name, TarConstants.LF_LINK);
    entry.setLinkName(target);
    return entry;
  }

  private static TarArchiveEntry device(String name) {
    var entry = new TarArchiveEntry(name, TarConstants.LF_BLK);
    entry.setDevMajor(254);
    entry.setMode(0666);
    return entry;
  }
}
