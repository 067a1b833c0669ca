package io.cacheshrinker.agent.pressure;

/** What the controller thinks of the heap, in a word. */
public enum Verdict {
  /** Live bytes are below the high mark and nothing is owed. */
  RELAXED,
  /** Above the high mark; the next collection that can be trusted decides. */
  PRESSURE,
  /** A pass is under way. */
  SHRINKING,
  /** A pass has ended, and no collection has shown its effect yet. */
  WAITING,
  /** Above the high mark, and the caches hold too little to matter: a leak, or too small a heap. */
  FUTILE,
  /** Many passes under FUTILE had no effect: hands off until there is relief. */
  DORMANT
}
