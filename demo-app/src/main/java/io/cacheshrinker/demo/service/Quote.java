package io.cacheshrinker.demo.service;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** What a product costs: the price of one piece by the number ordered. */
record Quote(int product, List<Tier> tiers) {

  /** For instance {@code 1=19.99 10=18.99}. */
  String asHeader() {
    return tiers.stream()
        .map(tier -> tier.from() + "=" + tier.price().toPlainString())
        .collect(Collectors.joining(" "));
  }

  /**
   * @param from the least number of pieces that this price is for
   */
  record Tier(int from, BigDecimal price) {}
}
