package io.cacheshrinker.agent.instrument;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A newborn cache on its way to our thread: the one object that its constructor pays for, and a
 * link of the queue at the same time.
 */
final class Birth extends WeakReference<Object> {
  final Site site;

  /**
   * In the queue the birth announced before this one, written before this one is published; of
   * those that were taken from it, to be looked at the oldest first, the one announced after.
   */
  @Nullable Birth next;

  /** How many are in the queue with this one; written before this one is published. */
  int depth;

  Birth(Object cache, Site site) {
    super(cache);
    this.site = site;
  }
}
