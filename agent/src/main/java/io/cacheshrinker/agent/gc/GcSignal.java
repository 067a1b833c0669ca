package io.cacheshrinker.agent.gc;

/** The JVM as a source of collections: two methods wide, so that nothing above needs a real one. */
public interface GcSignal extends AutoCloseable {
  /**
   * Copies the oldest collection not yet taken into {@code into}. Never blocks, allocates nothing;
   * one thread only.
   *
   * @return false if there is none
   */
  boolean poll(HeapAfterGc into);

  /** Ends the subscription; what is queued can still be polled. */
  @Override
  void close();
}
