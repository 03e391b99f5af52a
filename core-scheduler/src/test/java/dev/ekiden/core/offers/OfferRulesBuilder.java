package dev.ekiden.core.offers;

/** The usual rules with something changed. */
final class OfferRulesBuilder {
  private double slice = OfferRules.DEFAULT.slice();
  private int offersEach = OfferRules.DEFAULT.offersEach();
  private double agentShare = OfferRules.DEFAULT.agentShare();
  private int offersAtOnce = OfferRules.DEFAULT.offersAtOnce();

  private OfferRulesBuilder() {}

  static OfferRulesBuilder usual() {
    return new OfferRulesBuilder();
  }

  /** Offers show all of an agent that is free, and may show all agents. */
  static OfferRulesBuilder generous() {
    return usual().slice(1).agentShare(1);
  }

  OfferRulesBuilder slice(double share) {
    slice = share;
    return this;
  }

  OfferRulesBuilder agentShare(double share) {
    agentShare = share;
    return this;
  }

  OfferRulesBuilder offersEach(int number) {
    offersEach = number;
    return this;
  }

  OfferRulesBuilder offersAtOnce(int number) {
    offersAtOnce = number;
    return this;
  }

  OfferRules build() {
    var usual = OfferRules.DEFAULT;
    return new OfferRules(
        slice,
        offersEach,
        agentShare,
        usual.portsEach(),
        usual.timeout(),
        usual.round(),
        offersAtOnce,
        usual.headStart(),
        usual.grace(),
        usual.unreachable());
  }
}
