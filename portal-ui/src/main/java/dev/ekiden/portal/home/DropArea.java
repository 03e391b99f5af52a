package dev.ekiden.portal.home;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.upload.UploadButton;
import com.vaadin.flow.component.upload.UploadDropZone;
import com.vaadin.flow.component.upload.UploadFileList;
import com.vaadin.flow.component.upload.UploadManager;
import com.vaadin.flow.server.streams.UploadEvent;
import dev.ekiden.portal.base.Format;
import dev.ekiden.portal.base.Notices;
import dev.ekiden.portal.client.ApiException;
import dev.ekiden.portal.client.Artifact;
import dev.ekiden.portal.client.ArtifactClient;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * The whole page as a place to drop a file on, and a button for those who don't drag. Bytes go from
 * the browser's request straight into the API's: nothing is kept on the way.
 */
final class DropArea extends UploadDropZone {
  private static final long MAX_BYTES = 2L << 30;

  private final transient ArtifactClient artifacts;
  private final transient Consumer<Artifact> received;

  DropArea(ArtifactClient artifacts, Consumer<Artifact> received, Component... below) {
    this.artifacts = artifacts;
    this.received = received;
    setId("drop-zone");
    var manager = new UploadManager(this, this::receive);
    manager.setMaxFiles(1);
    manager.setMaxFileSize(MAX_BYTES);
    manager.addFileRejectedListener(
        rejected ->
            Notices.failure(
                switch (rejected.getReason()) {
                  case FILE_TOO_LARGE -> rejected.getFileName() + " is larger than 2 GiB.";
                  case TOO_MANY_FILES -> "One file at a time, please.";
                  case INCORRECT_FILE_TYPE -> rejected.getFileName() + " is of a wrong type.";
                  case UNKNOWN -> rejected.getFileName() + " was not taken by the browser.";
                }));
    manager.addAllFinishedListener(_ -> manager.clearFileList());
    setUploadManager(manager);
    var content = new Div(target(manager));
    content.addClassName("home");
    content.add(below);
    setContent(content);
  }

  private static Div target(UploadManager manager) {
    var choose = new UploadButton("Choose file", manager);
    choose.setId("upload");
    choose.addThemeName("primary");
    var files = new UploadFileList(manager);
    var target =
        new Div(
            VaadinIcon.CLOUD_UPLOAD_O.create(),
            new H2("Drop your app anywhere on this page"),
            new Paragraph("A .jar, .war, .zip, .tar.gz or a binary; at most 2 GiB."),
            choose,
            files);
    target.addClassName("drop-target");
    return target;
  }

  private void receive(UploadEvent upload) throws IOException {
    var ui = upload.getUI();
    if (upload.getFileSize() > MAX_BYTES) {
      upload.reject("Larger than " + Format.bytes(MAX_BYTES) + ".");
      return;
    }
    try (var bytes = upload.getInputStream()) {
      var artifact = artifacts.upload(upload.getFileName(), bytes, upload.getFileSize());
      ui.access(() -> received.accept(artifact));
    } catch (ApiException e) {
      upload.reject(e.sentence());
      ui.access(() -> Notices.failure(e));
    }
  }
}
