package dev.ekiden.portal.base;

import com.vaadin.flow.server.VaadinSession;

/** The project the person has chosen to look at, for all tabs of the session; "" for all. */
public final class CurrentProject {
  private static final String KEY = "dev.ekiden.portal.project";

  private CurrentProject() {}

  /** The chosen one. */
  public static String get() {
    return VaadinSession.getCurrent().getAttribute(KEY) instanceof String project ? project : "";
  }

  static void set(String project) {
    VaadinSession.getCurrent().setAttribute(KEY, project);
  }

  /** Whether an app with this id is to be shown. */
  public static boolean shows(String app) {
    return get().isEmpty() || app.startsWith("/" + get() + "/") || app.equals("/" + get());
  }
}
