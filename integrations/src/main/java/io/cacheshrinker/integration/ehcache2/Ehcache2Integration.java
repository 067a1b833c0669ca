package io.cacheshrinker.integration.ehcache2;

import io.cacheshrinker.integration.Integration;
import io.cacheshrinker.integration.Integration.Birth;
import io.cacheshrinker.integration.Integration.Housekeeping;
import io.cacheshrinker.integration.Integration.Member;
import io.cacheshrinker.integration.Integration.Newborn;
import java.util.List;

/**
 * Ehcache 2: its {@code MemoryStore}, which caches have that are in memory only, born at the exit
 * of its constructor.
 */
public final class Ehcache2Integration {
  private static final String PACKAGE = "net.sf.ehcache.store.";
  private static final String BASE = PACKAGE + "MemoryStore";
  private static final String MAP = PACKAGE + "chm.SelectableConcurrentHashMap";

  /** Ehcache 2.10. */
  public static final Integration EHCACHE_2 =
      new Integration(
          "ehcache2",
          new Birth(BASE, "<init>", Newborn.THIS, List.of("removeElementChosenByEvictionPolicy")),
          new Housekeeping(BASE, "checkCapacity", ""),
          BASE,
          PACKAGE + "Ehcache2CacheShrinker",
          List.of(
              field("map"),
              field("maximumSize"),
              field("poolAccessor"),
              field("storePinned"),
              field("status"),
              field("cache"),
              method(BASE, "removeElementChosenByEvictionPolicy"),
              method(BASE, "checkCapacity"),
              method(BASE, "notifyExpiry"),
              method(MAP, "quickSize"),
              method(MAP, "getRandomValues")),
          List.of("net.sf.ehcache."));

  private Ehcache2Integration() {}

  private static Member field(String name) {
    return new Member(BASE, name, Member.Kind.FIELD);
  }

  private static Member method(String owner, String name) {
    return new Member(owner, name, Member.Kind.METHOD);
  }
}
