package dev.ekiden.e2e;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps a picture of the page on which a test failed. */
final class Screenshots implements AfterTestExecutionCallback {
  /** A test with a browser. */
  interface Subject {
    Browser browser();
  }

  @Override
  public void afterTestExecution(ExtensionContext context) throws Exception {
    if (context.getExecutionException().isPresent()
        && context.getRequiredTestInstance() instanceof Subject subject) {
      var name = context.getRequiredTestMethod().getName() + ".png";
      subject.browser().screenshot(Ekiden.TARGET.resolve("screenshots").resolve(name));
    }
  }
}
