package java.lang;

import java.util.function.Consumer;

/**
 * The one class that woven code calls. It lives in {@code java.lang} because every class loader
 * must delegate {@code java.*}; loaders of application servers delegate little else.
 */
public final class CacheShrinkerHook {
  /** Tells hooks of different agent versions apart; the name of the field is part of the check. */
  public static final int VERSION = 1;

  /** Where newborn caches go; null while the agent is off. Written by the agent only. */
  public static volatile Consumer<Object> sink;

  /** Where caches go that were there before the agent; null but for a while after a late attach. */
  public static volatile Consumer<Object> finder;

  private CacheShrinkerHook() {}

  /** Announces a newborn cache. Never throws and never waits, whatever the sink does. */
  public static void born(Object cache) {
    tell(sink, cache);
  }

  /** Announces a cache that does its housekeeping; woven for a while after a late attach only. */
  public static void seen(Object cache) {
    tell(finder, cache);
  }

  private static void tell(Consumer<Object> to, Object cache) {
    if (to == null) {
      return;
    }
    try {
      to.accept(cache);
    } catch (Throwable swallowed) {
      // The application's method must return normally, even if we are out of stack or memory.
    }
  }
}
