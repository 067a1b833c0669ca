package io.cacheshrinker.integration.caffeine;

import io.cacheshrinker.integration.Integration;
import io.cacheshrinker.integration.Integration.Birth;
import io.cacheshrinker.integration.Integration.Housekeeping;
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

  /** Caffeine 2.7 to 3.x. Before 2.7 the window was called Eden, so its method is missing there. */
  public static final Integration CAFFEINE =
      new Integration(
          "caffeine",
          new Birth(
              PACKAGE + "LocalCacheFactory",
              "newBoundedLocalCache",
              Newborn.RETURNED,
              List.of("newBoundedLocalCache")),
          new Housekeeping(BASE, "maintenance", ""),
          BASE,
          PACKAGE + "CaffeineCacheShrinker",
          List.of(
              field("data"),
              field("evictionLock"),
              field("isAsync"),
              field("nodeFactory"),
              field("cacheLoader"),
              method("maintenance"),
              method("evictEntry"),
              method("makeDead"),
              method("removalListener"),
              method("refreshAfterWrite"),
              method("evicts"),
              method("maximum"),
              method("isWeighted"),
              method("frequencySketch"),
              method("accessOrderWindowDeque"),
              method("accessOrderProbationDeque"),
              method("accessOrderProtectedDeque"),
              method("writeOrderDeque"),
              method("timerWheel"),
              method("removalListener"),
              new Member(PACKAGE + "FrequencySketch", "ensureCapacity", Member.Kind.METHOD),
              new Member(PACKAGE + "FrequencySketch", "table", Member.Kind.FIELD),
              new Member(PACKAGE + "TimerWheel", "wheel", Member.Kind.FIELD),
              new Member(PACKAGE + "TimerWheel", "nanos", Member.Kind.FIELD),
              new Member(PACKAGE + "Node", "getKeyReference", Member.Kind.METHOD),
              new Member(PACKAGE + "Node", "getPolicyWeight", Member.Kind.METHOD)),
          List.of(PACKAGE));

  private CaffeineIntegration() {}

  private static Member field(String name) {
    return new Member(BASE, name, Member.Kind.FIELD);
  }

  private static Member method(String name) {
    return new Member(BASE, name, Member.Kind.METHOD);
  }
}
