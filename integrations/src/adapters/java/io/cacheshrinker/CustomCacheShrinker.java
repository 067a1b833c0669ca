package io.cacheshrinker;

import java.util.function.ObjIntConsumer;

/**
 * Counts and sheds a cache that its owner registered, by calling the owner's {@link Shrinker}. Both
 * halves of the adapter contract; nothing here but the way to {@link Registration}.
 */
@SuppressWarnings("NullAway") // an annotation would be one more class that every loader had to know
final class CustomCacheShrinker {
  private CustomCacheShrinker() {}

  /** The owner has agreed by registering it. */
  static String contract(Object cache) {
    return "A registered by its owner";
  }

  static long count(Object cache) {
    return countIn(cache, Scope.ALL_GROUPS);
  }

  static long scan(Object cache, long asked, long[] scanned) {
    return scanIn(cache, Scope.ALL_GROUPS, asked, scanned);
  }

  static long countIn(Object cache, String group) {
    return ((Registration) cache).count(group);
  }

  static long scanIn(Object cache, String group, long asked, long[] scanned) {
    return ((Registration) cache).scan(group, asked, scanned);
  }

  /** The owner's cache learns recency as it does. */
  static void prime(Object cache) {}

  /** What is in it, only its owner knows. */
  static int sample(Object cache, Object[] triples) {
    return 0;
  }

  static boolean statistics(Object cache, long[] counters) {
    return false;
  }

  static String[] names(Object cache) {
    Registration registration = (Registration) cache;
    return new String[] {registration.name(), registration.said().group};
  }

  static long[] settings(Object cache) {
    Registration.Options said = ((Registration) cache).said();
    return new long[] {
      said.seeks, said.batch, said.floor, said.bytesPerEntry, said.splitsByGroup ? 1 : 0
    };
  }

  static Object owner(Object cache) {
    return ((Registration) cache).ownerObject();
  }

  static ClassLoader loader(Object cache) {
    return ((Registration) cache).shrinkerLoader();
  }

  static boolean link(Object cache, ObjIntConsumer<String> agent) {
    return ((Registration) cache).link(agent);
  }

  static void preTouch() {
    Registration tiny = new Registration("tiny");
    long[] scanned = {1};
    boolean empty =
        countIn(tiny, Scope.ALL_GROUPS) == 0
            && scanIn(tiny, Scope.ALL_GROUPS, 1, scanned) == Shrinker.STOP
            && names(tiny).length == 2
            && settings(tiny).length == 5
            && owner(tiny) == tiny
            && loader(tiny) == null
            && !link(tiny, null);
    if (!empty) {
      throw new IllegalStateException("a registration that nobody registered is not empty");
    }
  }
}
