package dev.ekiden.e2e;

import java.util.List;

/** What curl says: TLS verified against the local CA, {@code *.localhost} found by itself. */
public final class Curl {
  private Curl() {}

  /** A status, 0 if there was none, and the body. */
  record Page(int status, String body) {}

  static Page get(String url) {
    var said =
        Program.run(
            Ekiden.ROOT,
            List.of(
                "curl",
                "--silent",
                "--show-error",
                "--max-time",
                "20",
                "--cacert",
                Ekiden.CA.toString(),
                "--write-out",
                "%{http_code}",
                url));
    var text = said.out();
    int cut = text.length() - 3;
    return new Page(
        Integer.parseInt(text.substring(cut)),
        said.exit() == 0 ? text.substring(0, cut) : said.err());
  }

  /** The body, once the status is 200. */
  public static String eventually(String url) {
    return Eventually.get(
        url + " answers 200",
        () -> {
          var page = get(url);
          if (page.status() != 200) {
            throw new AssertionError(page.toString());
          }
          return page.body();
        });
  }
}
