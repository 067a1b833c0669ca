package io.cacheshrinker;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts a cache of your own under the agent's care. Three calls, as in Linux ({@code
 * shrinker_alloc}, {@code shrinker_register}, {@code shrinker_free}):
 *
 * <pre>{@code
 * ShrinkerHandle handle = Shrinkers.alloc("product-pages").seeks(4).register(shrinker);
 * …
 * handle.close();
 * }</pre>
 *
 * <p>Without the agent nothing comes of it: no thread is started and nothing is called. With it,
 * passes count and scan the cache from about half a second after it was registered, also if the
 * agent is attached later.
 *
 * <p>A live handle is held here until it is closed, and with it the shrinker: nobody has to keep
 * it. One with an {@link ShrinkerHandle#owner owner} ends with its owner instead. What is held here
 * is held by this copy of the class: in a web application that brings its own, it goes with it.
 */
public final class Shrinkers {
  /** Registered and not closed. Filled and emptied by any thread; read by the agent. */
  private static final Set<Registration> LIVE = ConcurrentHashMap.newKeySet();

  /** Owners that were collected; whoever registers or closes next takes them out. */
  private static final ReferenceQueue<Object> OWNERS_GONE = new ReferenceQueue<>();

  private Shrinkers() {}

  /**
   * Begins the registration of a cache.
   *
   * @param name as users see it in lists, options and beans; characters other than {@code A-Z a-z
   *     0-9 _ . $ / -} become {@code _}, and of several caches alive with one name the second is
   *     {@code name#2}
   * @throws IllegalArgumentException if the name is empty
   */
  public static ShrinkerHandle alloc(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a shrinker needs a name");
    }
    return new ShrinkerHandle(name);
  }

  /** The agent listens to the return of this method. */
  static Registration registered(Registration registration) {
    expungeOrphans();
    LIVE.add(registration);
    return registration;
  }

  static void closed(Registration registration) {
    expungeOrphans();
    LIVE.remove(registration);
  }

  /** What is registered; for an agent that comes later. */
  static Object[] liveRegistrations() {
    return LIVE.toArray();
  }

  static ReferenceQueue<Object> ownersGone() {
    return OWNERS_GONE;
  }

  private static void expungeOrphans() {
    for (Reference<?> gone = OWNERS_GONE.poll(); gone != null; gone = OWNERS_GONE.poll()) {
      LIVE.remove(((Registration.Owner) gone).registration);
    }
  }
}
