package dev.ekiden.portal.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.BrowserlessTest;
import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.UI;
import dev.ekiden.portal.FakeApi;
import dev.ekiden.portal.blank.BlankPage;
import dev.ekiden.portal.client.AppClient;
import dev.ekiden.portal.client.Instance;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

@ViewPackages(classes = BlankPage.class)
class PortsPanelTests extends BrowserlessTest {
  private static final String ALONE = "{\"id\":\"i1\",\"unallocatedPorts\":null}";
  private static final String STRAYS =
      "{\"id\":\"i2\",\"unallocatedPorts\":{\"ports\":[8080],\"sentence\":\"Listen on $PORT0.\"}}";

  private static List<Instance> instances(String... each) throws IOException {
    try (var fake = new FakeApi()) {
      var body = "{\"id\":\"/shop/web\",\"instances\":[" + String.join(",", each) + "]}";
      fake.on("GET /v3/apps/shop/web", 200, body);
      return new AppClient(fake.api()).get("/shop/web").instances();
    }
  }

  @Test
  void tells_how_many_instances_do_it_and_what_to_do() throws Exception {
    var panel = new PortsPanel();
    UI.getCurrent().add(panel);
    panel.show(instances(STRAYS, ALONE, STRAYS));
    assertThat(panel.isVisible()).isTrue();
    assertThat(panel.getElement().getTextRecursively()).contains("2 instances: Listen on $PORT0.");
    panel.show(instances(STRAYS));
    assertThat(panel.getElement().getTextRecursively()).contains("1 instance: Listen on $PORT0.");
  }

  @Test
  void is_not_there_when_all_is_well() throws Exception {
    var panel = new PortsPanel();
    UI.getCurrent().add(panel);
    panel.show(instances(STRAYS));
    panel.show(instances(ALONE));
    assertThat(panel.isVisible()).isFalse();
  }
}
