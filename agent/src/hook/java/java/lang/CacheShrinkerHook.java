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

  private CacheShrinkerHook() {}

  /** Announces a newborn cache. Never throws and never waits, whatever the sink does. */
  public static void born(Object cache) {
    Consumer<Object> to = sink;
    if (to == null) {
      return;
    }
    try {
      to.accept(cache);
    } catch (Throwable swallowed) {
      // The application's constructor must return normally, even if we are out of stack or memory.
    }
  }
}
