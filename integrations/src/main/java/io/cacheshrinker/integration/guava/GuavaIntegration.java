package io.cacheshrinker.integration.guava;

import io.cacheshrinker.integration.Integration;
import io.cacheshrinker.integration.Integration.Birth;
import io.cacheshrinker.integration.Integration.Housekeeping;
import io.cacheshrinker.integration.Integration.Member;
import io.cacheshrinker.integration.Integration.Newborn;
import java.util.List;

/** Guava's {@code LocalCache}: born at the exit of its constructor. */
public final class GuavaIntegration {
  private static final String PACKAGE = "com.google.common.cache.";
  private static final String BASE = PACKAGE + "LocalCache";
  private static final String SEGMENT = BASE + "$Segment";

  /** Guava 12 to 33. */
  public static final Integration GUAVA =
      new Integration(
          "guava",
          new Birth(BASE, "<init>", Newborn.THIS, List.of("segmentFor", "evictsBySize")),
          new Housekeeping(SEGMENT, "postWriteCleanup", "map"),
          BASE,
          PACKAGE + "GuavaCacheShrinker",
          List.of(
              new Member(BASE, "segments", Member.Kind.FIELD),
              new Member(BASE, "maxWeight", Member.Kind.FIELD),
              new Member(BASE, "globalStatsCounter", Member.Kind.FIELD),
              new Member(BASE, "removalNotificationQueue", Member.Kind.FIELD),
              new Member(SEGMENT, "count", Member.Kind.FIELD),
              new Member(SEGMENT, "table", Member.Kind.FIELD),
              new Member(SEGMENT, "accessQueue", Member.Kind.FIELD),
              new Member(SEGMENT, "writeQueue", Member.Kind.FIELD),
              new Member(BASE, "segmentFor", Member.Kind.METHOD),
              method("cleanUp"),
              method("removeEntry"),
              method("postWriteCleanup")),
          List.of(PACKAGE));

  private GuavaIntegration() {}

  private static Member method(String name) {
    return new Member(SEGMENT, name, Member.Kind.METHOD);
  }
}
