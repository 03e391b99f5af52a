package dev.ekiden.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A Chromium with a profile of its own, at the portal. */
final class Browser implements AutoCloseable {
  private static final String PORTAL = "https://localhost:9443/ui/";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int COPY = 1;
  private static final int MOVES = 3;

  private final ChromeDriver driver;
  private final WebDriverWait wait;

  Browser() {
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File("/usr/bin/chromedriver"))
            .usingAnyFreePort()
            .build();
    driver = new ChromeDriver(service, options());
    driver.manage().window().setSize(new Dimension(1280, 1000));
    wait = new WebDriverWait(driver, PATIENCE);
    wait.ignoreAll(
        List.of(
            org.openqa.selenium.NoSuchElementException.class,
            org.openqa.selenium.StaleElementReferenceException.class,
            org.openqa.selenium.ElementNotInteractableException.class));
  }

  private static ChromeOptions options() {
    try {
      var profile = Files.createTempDirectory(Ekiden.TARGET, "chromium-");
      return new ChromeOptions()
          .setBinary("/usr/bin/chromium")
          .addArguments(
              "--headless=new",
              "--no-sandbox",
              "--disable-gpu",
              "--disable-quic",
              "--no-first-run",
              "--disable-background-networking",
              "--disable-component-update",
              "--disable-sync",
              "--disable-dev-shm-usage",
              "--user-data-dir=" + profile,
              "--ignore-certificate-errors-spki-list=" + serverKey());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one key that is trusted without a CA: that of the stack's servers. */
  private static String serverKey() throws IOException {
    try (var in = Files.newInputStream(Ekiden.DATA.resolve("ssl/server.crt"))) {
      var key = CertificateFactory.getInstance("X.509").generateCertificate(in).getPublicKey();
      var digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Comes to the portal, is sent to Keycloak's page, and signs in there. */
  void signIn(String user) {
    open("");
    wait.until(_ -> driver.getCurrentUrl().startsWith("https://localhost:9444/realms/ekiden/"));
    see("#username").sendKeys(user);
    see("#password").sendKeys(user);
    see("#kc-login").click();
    see("#user-menu");
  }

  void open(String page) {
    driver.get(PORTAL + page);
  }

  String url() {
    return String.valueOf(driver.getCurrentUrl());
  }

  /** An element that is shown, waited for. */
  WebElement see(String css) {
    return wait.until(
        _ -> {
          var element = driver.findElement(By.cssSelector(css));
          return element.isDisplayed() ? element : null;
        });
  }

  /** Waits until an element shows this text somewhere. */
  void see(String css, String text) {
    wait.withMessage(() -> css + " shows: " + text(css) + ", wanted: " + text)
        .until(_ -> driver.findElement(By.cssSelector(css)).getText().contains(text));
  }

  String text(String css) {
    var found = driver.findElements(By.cssSelector(css));
    return found.isEmpty() ? "" : found.getFirst().getText();
  }

  boolean has(String css) {
    return !driver.findElements(By.cssSelector(css)).isEmpty();
  }

  /** The value in a field. */
  String value(String field) {
    return String.valueOf(see(input(field)).getDomProperty("value"));
  }

  /** Presses a button once it can be pressed. */
  void press(String css) {
    wait.withMessage(() -> css + " cannot be pressed; the page says: " + text("body"))
        .until(
            _ -> {
              var button = driver.findElement(By.cssSelector(css));
              if (button.getDomAttribute("disabled") != null) {
                return false;
              }
              button.click();
              return true;
            });
  }

  /** Presses what bears this text. */
  void pressText(String tag, String text) {
    wait.until(
        _ -> {
          var found =
              driver.findElements(By.tagName(tag)).stream()
                  .filter(element -> element.getText().strip().equals(text))
                  .findFirst();
          found.ifPresent(WebElement::click);
          return found.isPresent();
        });
  }

  /** Replaces what is in a field. */
  void type(String field, String text) {
    var input = see(input(field));
    input.sendKeys(Keys.chord(Keys.CONTROL, "a"), text, Keys.TAB);
  }

  private static String input(String field) {
    return field + " input, " + field + " textarea";
  }

  /**
   * Drops a file from outside the browser onto an element, as a hand with a mouse would: the last
   * moves come after the zone has lit up, as it then takes the events of all that lies in it.
   */
  void drop(Path file, String zone, String target) {
    var place = see(target).getRect();
    int x = place.getX() + place.getWidth() / 2;
    int y = place.getY() + place.getHeight() / 2;
    drag("dragEnter", file, x, y);
    drag("dragOver", file, x, y);
    wait.until(_ -> has(zone + "[dragover]"));
    for (int move = 1; move <= MOVES; move++) {
      drag("dragOver", file, x + move, y);
    }
    drag("drop", file, x + MOVES, y);
  }

  private void drag(String type, Path file, int x, int y) {
    var files = List.of(file.toString());
    var data = Map.of("items", List.of(), "files", files, "dragOperationsMask", COPY);
    driver.executeCdpCommand(
        "Input.dispatchDragEvent", Map.of("type", type, "x", x, "y", y, "data", data));
  }

  void screenshot(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
