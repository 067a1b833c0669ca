package io.cacheshrinker;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a cache of your own. Without the agent it is inert and costs nothing; with it, each
 * instance is counted and scanned by passes from about half a second after its construction ended.
 *
 * <p>On a class: the cache is its instances, and the class says how they are counted and scanned.
 *
 * <pre>{@code
 * @Shrinkable(name = "product-pages", seeks = 4)
 * class ProductPages {
 *   @Shrinkable.Count long size() { … }
 *   @Shrinkable.Scan long evictOldest(long atMost) { … }
 * }
 * }</pre>
 *
 * <p>On a field: the cache is the map that the field holds, whichever it holds at the time.
 *
 * <pre>{@code
 * @Shrinkable private final ConcurrentMap<Id, Page> pages = new ConcurrentHashMap<>();
 *
 * @Shrinkable(guardedBy = "lock")
 * private final Map<Id, Page> recent = new LinkedHashMap<>(16, 0.75f, true);
 * }</pre>
 *
 * <p>A {@code ConcurrentMap} has no order that the agent could follow: its victims are arbitrary.
 * Any other map is scanned in the order in which it is iterated, under the lock that {@link
 * #guardedBy} names; of a {@code LinkedHashMap} in access order the least recently used go first.
 *
 * <p>Instances are held weakly, and nothing has to be closed. A static field cannot be declared.
 * The operator's options are stronger than what is written here.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface Shrinkable {
  /** As users see it; if empty, {@code declared/} and the class, with the field if it is one. */
  String name() default "";

  /** Whose it is; if empty, that is told by the class loader that creates it. */
  String group() default "";

  /** How dear an entry is to rebuild: 2 is ordinary, more is spared, 0 is free; to 1000000. */
  int seeks() default 2;

  /** Entries that passes leave. */
  long floor() default 100;

  /** On a class: the most entries that one call of the scan method is asked for. */
  int batch() default 128;

  /**
   * On a class: what an entry keeps alive, in bytes, by your own estimate; of maps the agent finds
   * it out. Without it an entry counts as the most that it can weigh.
   */
  long bytesPerEntry() default 0;

  /** On a class: name of the method that counts, if none is marked {@link Count}. */
  String count() default "";

  /** On a class: name of the method that scans, if none is marked {@link Scan}. */
  String scan() default "";

  /**
   * What guards a map: the name of a field of the same object, or {@code "this"}. If the field
   * holds a {@code Lock} (or a {@code ReadWriteLock}, or a {@code StampedLock}) that is taken for
   * writing, with a wait of a few milliseconds; any other object's monitor is entered. A map made
   * by {@code Collections.synchronizedMap} guards itself: name its own field.
   */
  String guardedBy() default "";

  /**
   * Marks the method that counts: not static, without parameters, answering entries as {@code long}
   * or {@code int}. Of any visibility. Called by threads of the agent.
   */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface Count {}

  /**
   * Marks the method that scans: not static, with how many entries to shed at most as its one
   * parameter, answering how many went; both {@code long} or {@code int}. Of any visibility. Called
   * by threads of the agent, possibly by several at once; what it throws counts as nothing shed.
   */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface Scan {}
}
