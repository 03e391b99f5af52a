package dev.ekiden.portal.base;

import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import dev.ekiden.portal.client.Me;
import dev.ekiden.portal.client.MeClient;
import dev.ekiden.portal.client.ProjectClient;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Drawer with the pages one may see, bar with project and person. */
@Dependent
public final class MainLayout extends AppLayout {
  /** Asks once who is here. */
  @Inject
  public MainLayout(MeClient people, ProjectClient projects) {
    var me = people.me();
    setPrimarySection(Section.DRAWER);
    addToDrawer(brand(), pages(me));
    var toggle = new DrawerToggle();
    toggle.setAriaLabel("Menu");
    var room = new Div();
    room.addClassName("room");
    addToNavbar(toggle, room);
    var seen = projects.list();
    if (seen.size() > 1) {
      addToNavbar(new ProjectSwitcher(seen));
    }
    addToNavbar(new UserMenu(me));
  }

  private static Anchor brand() {
    var logo = new Image("favicon.svg", "");
    logo.addClassName("logo");
    var brand = new Anchor("", logo, new Span("Ekiden"));
    brand.getElement().setAttribute("router-link", true);
    brand.addClassName("brand");
    return brand;
  }

  private static SideNav pages(Me me) {
    var nav = new SideNav();
    nav.addItem(new SideNavItem("Home", "", VaadinIcon.HOME_O.create()));
    nav.addItem(nested(new SideNavItem("Apps", "apps", VaadinIcon.GRID_SMALL_O.create())));
    nav.addItem(nested(new SideNavItem("Deployments", "deployments", VaadinIcon.ROCKET.create())));
    if (me.admin()) {
      nav.addItem(new SideNavItem("Projects & quotas", "projects", VaadinIcon.SCALE.create()));
    }
    if (me.operator()) {
      nav.addItem(new SideNavItem("Agents", "agents", VaadinIcon.SERVER.create()));
    }
    return nav;
  }

  private static SideNavItem nested(SideNavItem item) {
    item.setMatchNested(true);
    return item;
  }
}
