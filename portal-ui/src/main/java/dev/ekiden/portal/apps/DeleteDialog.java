package dev.ekiden.portal.apps;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;

/** Deletes an app once its name was typed. */
final class DeleteDialog extends Dialog {
  DeleteDialog(String id, Runnable delete) {
    setId("delete-dialog");
    addClassName("sheet");
    setHeaderTitle("Delete " + id + "?");
    setWidth("30rem");
    var name = id.substring(id.lastIndexOf('/') + 1);
    var typed = new TextField("Type " + name + " to delete it");
    typed.setId("delete-name");
    typed.setWidthFull();
    typed.setValueChangeMode(ValueChangeMode.EAGER);
    var confirm =
        new Button(
            "Delete",
            _ -> {
              close();
              delete.run();
            });
    confirm.setId("delete-confirm");
    confirm.addThemeVariants(ButtonVariant.PRIMARY, ButtonVariant.ERROR);
    confirm.setEnabled(false);
    typed.addValueChangeListener(
        change -> confirm.setEnabled(change.getValue().strip().equals(name)));
    add(
        new Paragraph(
            "All its instances are stopped, its route and its history go away. This cannot be"
                + " undone."),
        typed);
    getFooter().add(new Button("Cancel", _ -> close()), confirm);
  }
}
