package io.cacheshrinker.agent.options;

/** What the agent does about memory pressure. */
public enum Mode {
  /** Shrinks caches. */
  SHRINK,
  /** Does everything but the eviction, and reports what it would have done. */
  OBSERVE,
  /** Nothing. */
  OFF
}
