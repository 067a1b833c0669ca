package io.cacheshrinker.agent.jvm;

/** What the agent says of a cache under {@code log=debug}. */
final class Registered {
  static final String CAFFEINE = "registered caffeine/com.acme.CaffeineShop.build;";
  static final String GUAVA = "registered guava/com.acme.GuavaShop.build;";

  private Registered() {}
}
