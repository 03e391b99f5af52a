package dev.ekiden.cli.local;

import java.nio.file.Path;

/** What every process of one stack needs to know: sources, data, cache, secrets, how to ask. */
record Site(Checkout checkout, DataDir data, Runtimes runtimes, Secrets secrets, Https https) {
  static Site open(Checkout checkout, DataDir data) {
    return new Site(
        checkout,
        data,
        new Runtimes(checkout, Runtimes.defaultCache()),
        new Secrets(data.secrets()),
        new Https(data.ca()));
  }

  Path folder(String... names) {
    var path = data.root();
    for (var name : names) {
      path = path.resolve(name);
    }
    return path;
  }
}
