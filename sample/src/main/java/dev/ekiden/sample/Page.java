package dev.ekiden.sample;

import java.time.Duration;

/** The one HTML page; all it needs is inside it. */
final class Page {
  private static final String TEMPLATE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>%1$s is running</title>
      <link rel="icon" href="data:image/svg+xml,%%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%%3E%%3Crect width='32' height='32' rx='8' fill='%%230f766e'/%%3E%%3Cpath d='M6 20c7 0 6-9 13-9 4 0 5 3 7 3' fill='none' stroke='%%23fff' stroke-width='4' stroke-linecap='round'/%%3E%%3C/svg%%3E">
      <style>
      :root { color-scheme: light dark; --accent: light-dark(#0f766e, #2dd4bf); }
      body { margin: 0; min-height: 100vh; display: grid; place-items: center;
        font: 16px/1.5 system-ui, sans-serif; color: light-dark(#1c2b2a, #dbe7e5);
        background: light-dark(#f1f6f5, #0f1716); }
      main { box-sizing: border-box; width: min(34rem, 100%%); padding: 2rem; }
      h1 { margin: 0 0 .25rem; font-size: 2rem; letter-spacing: -.02em; }
      h1 span { color: var(--accent); }
      p { margin: 0 0 1.5rem; opacity: .75; }
      dl { margin: 0; display: grid; grid-template-columns: max-content 1fr; border-radius: 12px;
        background: light-dark(#fff, #182322); border: 1px solid light-dark(#dbe6e4, #26403c); }
      dt, dd { margin: 0; padding: .6rem 1rem; overflow-wrap: anywhere; }
      dt { opacity: .65; }
      dd { font-family: ui-monospace, monospace; }
      dt:not(:first-of-type), dd:not(:first-of-type) {
        border-top: 1px solid light-dark(#e8efee, #22332f); }
      </style>
      </head>
      <body>
      <main>
      <h1><span>●</span> It runs.</h1>
      <p>This is the Ekiden sample app. Reload the page: another instance may answer.</p>
      <dl>
      <dt>App</dt><dd id="app">%1$s</dd>
      <dt>Instance</dt><dd id="instance">%2$s</dd>
      <dt>Host</dt><dd id="host">%3$s, port %4$d</dd>
      <dt>Up for</dt><dd id="uptime">%5$s</dd>
      </dl>
      </main>
      </body>
      </html>
      """;

  private Page() {}

  static String of(Identity self, Duration uptime) {
    return TEMPLATE.formatted(
        escape(self.app()),
        escape(self.instance()),
        escape(self.host()),
        self.port(),
        words(uptime));
  }

  /** The two largest units: "3 h 12 min", "12 min 5 s", "5 s". */
  static String words(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + " d " + time.toHoursPart() + " h";
    }
    if (time.toHours() > 0) {
      return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
    if (time.toMinutes() > 0) {
      return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }
    return time.toSeconds() + " s";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
