package dev.ekiden.portal.apps;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import dev.ekiden.portal.client.Instance;
import java.util.List;
import java.util.TreeMap;

/** Which instances use ports that they were not given, and what to do; invisible if none does. */
final class PortsPanel extends Div {
  /** All instances of an app do much the same, so these say it all. */
  private static final int MOST = 3;

  PortsPanel() {
    setId("app-ports");
    addClassNames("panel", "waiting");
    setVisible(false);
  }

  void show(List<Instance> instances) {
    var bySentence = new TreeMap<String, Integer>();
    instances.stream()
        .map(Instance::portRemark)
        .filter(remark -> !remark.isEmpty())
        .forEach(remark -> bySentence.merge(remark, 1, Integer::sum));
    removeAll();
    setVisible(!bySentence.isEmpty());
    add(new H2("Ports that were not given"));
    bySentence.entrySet().stream()
        .limit(MOST)
        .forEach(
            entry ->
                add(
                    new Paragraph(
                        (entry.getValue() == 1 ? "1 instance: " : entry.getValue() + " instances: ")
                            + entry.getKey())));
  }
}
