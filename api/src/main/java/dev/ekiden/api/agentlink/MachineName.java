package dev.ekiden.api.agentlink;

import java.security.Principal;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

/** Who a machine is, by its certificate: CN is its name, OU what it is. */
record MachineName(String name, boolean router) implements Principal {
  private static final String AGENTS = "agents";
  private static final String ROUTERS = "routers";

  /** Empty if the certificate was made for something else. */
  static Optional<MachineName> of(X500Principal subject) {
    var name = "";
    var unit = "";
    try {
      for (var part : new LdapName(subject.getName()).getRdns()) {
        switch (part.getType().toUpperCase(java.util.Locale.ROOT)) {
          case "CN" -> name = String.valueOf(part.getValue());
          case "OU" -> unit = String.valueOf(part.getValue());
          default -> {
            // Other parts say nothing about what the machine may do.
          }
        }
      }
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
    return name.isEmpty() || !unit.equals(AGENTS) && !unit.equals(ROUTERS)
        ? Optional.empty()
        : Optional.of(new MachineName(name, unit.equals(ROUTERS)));
  }

  @Override
  public String getName() {
    return name;
  }
}
