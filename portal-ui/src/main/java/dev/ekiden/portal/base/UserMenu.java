package dev.ekiden.portal.base;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.avatar.Avatar;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import dev.ekiden.portal.client.Me;
import java.util.ArrayList;
import java.util.List;

/** Who is signed in, as whom; colour scheme; sign out. */
final class UserMenu extends MenuBar {
  UserMenu(Me me) {
    setId("user-menu");
    addThemeVariants(MenuBarVariant.TERTIARY);
    var avatar = new Avatar(me.name());
    var name = new Span(me.name());
    name.addClassName("user-name");
    var face = new Span(avatar, name);
    face.addClassName("user-face");
    var item = addItem(face);
    item.setAriaLabel("Signed in as " + me.name());
    var menu = item.getSubMenu();
    menu.addItem(who(me)).setEnabled(false);
    menu.addSeparator();
    var schemes =
        List.of(menu.addItem("Light"), menu.addItem("Dark"), menu.addItem("Like the system"));
    choose(schemes.get(0), schemes, "light");
    choose(schemes.get(1), schemes, "dark");
    choose(schemes.get(2), schemes, "");
    menu.addSeparator();
    var signOut = menu.addItem("Sign out", _ -> UI.getCurrent().getPage().setLocation("sign-out"));
    signOut.setId("sign-out");
    addAttachListener(_ -> check(schemes));
  }

  private static Div who(Me me) {
    var name = new Span(me.name());
    name.addClassName("who-name");
    var roles = new ArrayList<>(me.roles());
    me.projects().forEach(row -> roles.add(row.role() + " of " + row.id()));
    var detail = new Span(roles.isEmpty() ? "no role yet" : String.join(", ", roles));
    detail.addClassName("who-roles");
    var who = new Div(name, detail);
    who.addClassName("who");
    return who;
  }

  private static void choose(MenuItem item, List<MenuItem> all, String scheme) {
    item.setCheckable(true);
    item.addClickListener(
        _ -> {
          all.forEach(other -> other.setChecked(other == item));
          UI.getCurrent()
              .getPage()
              .executeJs(
                  """
                  const html = document.documentElement;
                  html.style.colorScheme = $0 || 'light dark';
                  if ($0) {
                    html.setAttribute('theme', $0); localStorage.setItem('ekiden-scheme', $0);
                  } else {
                    html.removeAttribute('theme'); localStorage.removeItem('ekiden-scheme');
                  }
                  """,
                  scheme);
        });
  }

  private void check(List<MenuItem> schemes) {
    getElement()
        .executeJs("return localStorage.getItem('ekiden-scheme') || ''")
        .then(
            String.class,
            scheme -> {
              schemes.get(0).setChecked(scheme.equals("light"));
              schemes.get(1).setChecked(scheme.equals("dark"));
              schemes.get(2).setChecked(scheme.isEmpty());
            });
  }
}
