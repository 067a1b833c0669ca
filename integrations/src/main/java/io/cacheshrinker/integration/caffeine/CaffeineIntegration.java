package io.cacheshrinker.integration.caffeine;

import io.cacheshrinker.integration.Integration;
import io.cacheshrinker.integration.Integration.Birth;
import io.cacheshrinker.integration.Integration.Member;
import io.cacheshrinker.integration.Integration.Newborn;
import java.util.List;

/**
 * Caffeine: born at the exit of the static factory, since the constructor of {@code
 * BoundedLocalCache} ends before the fields of its subclasses exist.
 */
public final class CaffeineIntegration {
  private static final String PACKAGE = "com.github.benmanes.caffeine.cache.";
  private static final String BASE = PACKAGE + "BoundedLocalCache";

  /** Caffeine 2.7 to 3.x. */
  public static final Integration CAFFEINE =
      new Integration(
          "caffeine",
          new Birth(
              PACKAGE + "LocalCacheFactory",
              "newBoundedLocalCache",
              Newborn.RETURNED,
              List.of("newBoundedLocalCache")),
          BASE,
          PACKAGE + "CaffeineCacheShrinker",
          List.of(
              method("maintenance"),
              method("evictEntries"),
              method("setMaximum"),
              method("setMaximumSize"),
              method("weightedSize"),
              new Member(BASE, "evictionLock", Member.Kind.FIELD),
              new Member(BASE, "data", Member.Kind.FIELD)),
          List.of(PACKAGE));

  private CaffeineIntegration() {}

  private static Member method(String name) {
    return new Member(BASE, name, Member.Kind.METHOD);
  }
}
