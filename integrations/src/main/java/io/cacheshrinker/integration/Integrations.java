package io.cacheshrinker.integration;

import io.cacheshrinker.integration.caffeine.CaffeineIntegration;
import io.cacheshrinker.integration.custom.CustomIntegration;
import io.cacheshrinker.integration.ehcache.EhcacheIntegration;
import io.cacheshrinker.integration.ehcache2.Ehcache2Integration;
import io.cacheshrinker.integration.guava.GuavaIntegration;
import java.util.List;

/** All known libraries. A plain list: a service loader would ask the application's class path. */
public final class Integrations {
  private static final List<Integration> ALL =
      List.of(
          CaffeineIntegration.CAFFEINE,
          GuavaIntegration.GUAVA,
          EhcacheIntegration.EHCACHE,
          Ehcache2Integration.EHCACHE_2,
          CustomIntegration.CUSTOM);

  private Integrations() {}

  /** Every known library, in the order in which a class is tried against them. */
  public static List<Integration> all() {
    return ALL;
  }
}
