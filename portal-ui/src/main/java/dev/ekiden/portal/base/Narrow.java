package dev.ekiden.portal.base;

import com.vaadin.flow.component.grid.Grid;
import java.util.List;

/** Leaves out a grid's lesser columns where the browser window is narrow. */
public final class Narrow {
  private static final int PHONE_PIXELS = 700;

  private Narrow() {}

  /** Hides {@code columns} of {@code grid} below 700 pixels of width. */
  public static void hides(Grid<?> grid, List<? extends Grid.Column<?>> columns) {
    grid.addAttachListener(
        attach -> {
          var page = attach.getUI().getPage();
          var resized =
              page.addBrowserWindowResizeListener(resize -> show(columns, resize.getWidth()));
          show(columns, page.getExtendedClientDetails().getWindowInnerWidth());
          grid.addDetachListener(
              detach -> {
                resized.remove();
                detach.unregisterListener();
              });
        });
  }

  private static void show(List<? extends Grid.Column<?>> columns, int width) {
    var wide = width <= 0 || width >= PHONE_PIXELS;
    columns.forEach(column -> column.setVisible(wide));
  }
}
