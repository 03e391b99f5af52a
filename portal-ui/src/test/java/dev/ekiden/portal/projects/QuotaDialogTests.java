package dev.ekiden.portal.projects;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.BrowserlessTest;
import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.NumberField;
import dev.ekiden.portal.blank.BlankPage;
import dev.ekiden.portal.client.ApiException;
import dev.ekiden.portal.client.Limit;
import dev.ekiden.portal.client.Project;
import dev.ekiden.portal.client.Quota;
import dev.ekiden.portal.client.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

@ViewPackages(classes = BlankPage.class)
class QuotaDialogTests extends BrowserlessTest {
  private static final Quota BEFORE =
      new Quota(new Limit.Of(4), new Limit.Of(4096), new Limit.None());

  private final List<Quota> saved = new ArrayList<>();

  @Test
  void saves_an_empty_field_as_no_limit() {
    var dialog = open(saved::add);
    field("quota-cpus").clear();
    field("quota-instances").setValue(7.0);
    save();
    assertThat(saved)
        .containsExactly(new Quota(new Limit.None(), new Limit.Of(4096), new Limit.Of(7)));
    assertThat(dialog.isOpened()).isFalse();
  }

  @Test
  void refuses_less_than_nothing() {
    open(saved::add);
    field("quota-mem").setValue(-1.0);
    save();
    assertThat(field("quota-mem").isInvalid()).isTrue();
    assertThat(saved).isEmpty();
  }

  @Test
  void stays_open_and_says_why_if_refused() {
    var dialog =
        open(
            _ -> {
              throw new ApiException("The cluster has 2 CPUs.", new IOException());
            });
    save();
    assertThat(dialog.isOpened()).isTrue();
    assertThat(find(Span.class).withId("quota-problem").single().getText())
        .isEqualTo("The cluster has 2 CPUs.");
  }

  private static QuotaDialog open(Consumer<Quota> save) {
    var dialog =
        new QuotaDialog(new Project("shop", "owner", BEFORE, new Usage(1, 512, 2), 1), save);
    UI.getCurrent().add(dialog);
    dialog.open();
    return dialog;
  }

  private NumberField field(String id) {
    return find(NumberField.class).withId(id).single();
  }

  private void save() {
    find(Button.class).withId("quota-save").single().click();
  }
}
