package dev.ekiden.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People deploy, look after and delete apps in the browser. */
@EndToEnd
@ExtendWith(Screenshots.class)
class BrowserDeployIT implements Screenshots.Subject {
  private static final String TOMCAT = "/shop/tomcat";
  private static final String SAMPLE = "/shop/sample";

  private final Browser browser = new Browser();

  @Override
  public Browser browser() {
    return browser;
  }

  @AfterEach
  void clear() {
    browser.close();
    Apps.delete(TOMCAT);
    Apps.delete(SAMPLE);
    Api.as("admin").put("/v3/projects/shop/quota", "{}").expect(200);
  }

  @Test
  void alice_drops_the_official_tomcat_and_looks_after_it_until_she_deletes_it() throws Exception {
    browser.signIn("alice");
    browser.drop(Ekiden.TOMCAT, "#drop-zone", ".drop-target");
    browser.see("#plan-deploy");
    assertThat(browser.value("#plan-name")).isEqualTo("tomcat");
    assertThat(browser.value("#plan-command")).contains("catalina.sh run");
    browser.see("#plan-fits", "Fits");
    browser.see("#plan-route", "https://tomcat.shop.apps.localhost:7443");
    browser.press("#plan-deploy");

    browser.see("#deployment-state", "Succeeded");
    browser.see("#deployment-route", "https://tomcat.shop.apps.localhost:7443");
    assertThat(browser.url()).contains("/ui/deployments/");
    assertThat(Curl.eventually("https://tomcat.shop.apps.localhost:7443/"))
        .contains("If you're seeing this, you've successfully installed Tomcat.");
    everyFileIsAsPublished();

    browser.press("#deployment-app");
    browser.see("#app-state", "Running");
    browser.see("#app-verdict", "The instance serves.");
    browser.see("#app-log", "Server startup");
    scaleToTwo();
    restart();
    delete();
  }

  private static void everyFileIsAsPublished() throws IOException, GeneralSecurityException {
    var sandbox = Containers.sandbox(Apps.instances(TOMCAT).getFirst());
    int files = 0;
    try (var zip = new ZipFile(Ekiden.TOMCAT.toFile())) {
      for (var entry : zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
        try (var published = zip.getInputStream(entry);
            var unpacked = Files.newInputStream(sandbox.resolve(entry.getName()))) {
          assertThat(sha256(unpacked)).as(entry.getName()).isEqualTo(sha256(published));
          files++;
        }
      }
    }
    assertThat(files).isGreaterThan(500);
  }

  private static String sha256(InputStream in) throws IOException, GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes()));
  }

  private void scaleToTwo() {
    browser.press("#app-scale");
    browser.type("#scale-instances", "2");
    browser.press("#scale-apply");
    browser.see("#deployment-state", "Succeeded");
    assertThat(Apps.instances(TOMCAT)).hasSize(2);
    browser.press("#deployment-app");
    browser.see("#app-verdict", "All 2 instances serve.");
  }

  private void restart() {
    var before = Apps.instances(TOMCAT).stream().map(Apps.Instance::id).toList();
    browser.press("#app-restart");
    browser.press("vaadin-button[slot=confirm-button]");
    browser.see("#deployment-state", "Succeeded");
    assertThat(Apps.instances(TOMCAT))
        .hasSize(2)
        .allSatisfy(instance -> assertThat(before).doesNotContain(instance.id()));
    browser.press("#deployment-app");
    browser.see("#app-verdict", "All 2 instances serve.");
  }

  private void delete() {
    browser.press("#app-delete");
    browser.see("#delete-name");
    assertThat(browser.see("#delete-confirm").getDomAttribute("disabled")).isNotNull();
    browser.type("#delete-name", "tomcat");
    browser.press("#delete-confirm");
    Eventually.holds(
        "it is gone",
        () -> {
          assertThat(Api.as("alice").get("/v2/apps" + TOMCAT).status()).isEqualTo(404);
          assertThat(Containers.of(TOMCAT)).isEmpty();
          assertThat(Curl.get("https://tomcat.shop.apps.localhost:7443/").status()).isEqualTo(404);
        });
  }

  @Test
  void the_sample_is_one_click_away() {
    browser.signIn("alice");
    browser.press("#sample-deploy");
    browser.see("#plan-deploy");
    browser.press("#plan-deploy");

    browser.see("#deployment-state", "Succeeded");
    assertThat(Curl.eventually("https://sample.shop.apps.localhost:7443/")).contains("It runs.");
  }

  @Test
  void admin_sets_a_quota_that_the_api_then_reports() {
    browser.signIn("admin");
    browser.pressText("vaadin-side-nav-item", "Projects & quotas");
    browser.press("#quota-edit-shop");
    browser.type("#quota-mem", "3333");
    browser.press("#quota-save");

    Eventually.holds(
        "the quota is in force",
        () -> {
          var shop = Api.as("alice").get("/v3/projects").expect(200).get("projects").get(0);
          assertThat(shop.get("id").asString()).isEqualTo("shop");
          assertThat(shop.get("quota").get("memMib").asInt()).isEqualTo(3333);
        });
    browser.see("#projects", "3333");
  }

  @Test
  void alice_has_no_page_for_quotas() {
    browser.signIn("alice");
    assertThat(browser.see("vaadin-side-nav").getText()).contains("Apps").doesNotContain("quotas");
    browser.open("projects");
    browser.see("#not-found");
  }
}
