package io.cacheshrinker.integration.ehcache;

import io.cacheshrinker.integration.Integration;
import io.cacheshrinker.integration.Integration.Birth;
import io.cacheshrinker.integration.Integration.Housekeeping;
import io.cacheshrinker.integration.Integration.Member;
import io.cacheshrinker.integration.Integration.Newborn;
import java.util.List;

/**
 * Ehcache 3: its {@code OnHeapStore}, born at the exit of its constructor. A tier below it, off
 * heap or on disk, is no cache of the heap and is not touched.
 */
public final class EhcacheIntegration {
  private static final String PACKAGE = "org.ehcache.impl.internal.store.heap.";
  private static final String BASE = PACKAGE + "OnHeapStore";

  /** Ehcache 3.5 to 3.12. Before 3.5 the table cannot be walked from anywhere but its front. */
  public static final Integration EHCACHE =
      new Integration(
          "ehcache",
          new Birth(BASE, "<init>", Newborn.THIS, List.of("enforceCapacity", "evict")),
          new Housekeeping(BASE, "enforceCapacity", ""),
          BASE,
          PACKAGE + "EhcacheCacheShrinker",
          List.of(
              field("map"),
              field("capacity"),
              field("sizeOfEngine"),
              field("timeSource"),
              field("storeEventDispatcher"),
              field("invalidationListener"),
              field("NULL_INVALIDATION_LISTENER"),
              field("EVICTION_PRIORITIZER"),
              field("EVICTION_ADVISOR"),
              field("SAMPLE_SIZE"),
              method("evict"),
              method("enforceCapacity"),
              method("expireMappingUnderLock"),
              new Member(PACKAGE + "Backend", "mappingCount", Member.Kind.METHOD),
              new Member(PACKAGE + "Backend", "getEvictionCandidate", Member.Kind.METHOD),
              new Member(PACKAGE + "SimpleBackend", "realMap", Member.Kind.FIELD)),
          List.of("org.ehcache.", "javax.cache."));

  private EhcacheIntegration() {}

  private static Member field(String name) {
    return new Member(BASE, name, Member.Kind.FIELD);
  }

  private static Member method(String name) {
    return new Member(BASE, name, Member.Kind.METHOD);
  }
}
