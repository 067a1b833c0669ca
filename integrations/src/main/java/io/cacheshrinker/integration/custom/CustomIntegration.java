package io.cacheshrinker.integration.custom;

import io.cacheshrinker.integration.Integration;
import io.cacheshrinker.integration.Integration.Birth;
import io.cacheshrinker.integration.Integration.Listing;
import io.cacheshrinker.integration.Integration.Member;
import io.cacheshrinker.integration.Integration.Newborn;
import java.util.List;

/**
 * The application's own copy of {@code io.cacheshrinker}: another class than the agent's, of
 * perhaps another version, and so treated like any library. Born at the return of the method that
 * puts a registration into the set of live ones, which is also the list for an agent that comes
 * later.
 */
public final class CustomIntegration {
  private static final String PACKAGE = "io.cacheshrinker.";
  private static final String BASE = PACKAGE + "Registration";
  private static final String BIRTH = PACKAGE + "Shrinkers";
  private static final String LIST = "liveRegistrations";

  /** Any version that has these members. */
  public static final Integration CUSTOM =
      new Integration(
          "custom",
          new Birth(BIRTH, "registered", Newborn.RETURNED, List.of("registered", LIST)),
          null,
          new Listing(LIST),
          BASE,
          PACKAGE + "CustomCacheShrinker",
          List.of(
              new Member(BIRTH, LIST, Member.Kind.METHOD),
              method("name"),
              method("said"),
              method("ownerObject"),
              method("shrinkerLoader"),
              method("link"),
              method("count"),
              method("scan")),
          List.of());

  private CustomIntegration() {}

  private static Member method(String name) {
    return new Member(BASE, name, Member.Kind.METHOD);
  }
}
