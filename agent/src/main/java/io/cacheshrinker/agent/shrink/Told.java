package io.cacheshrinker.agent.shrink;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Sees that each byte that a pass has freed is told to the control law once, though two may tell:
 * the worker when its pass ends, and before that the watchdog, if the worker is stuck.
 */
final class Told {
  private static final long UNDER_WAY = -1;

  /** Bytes of the last pass that were told, or {@link #UNDER_WAY}. Exchanged by both. */
  private final AtomicLong bytes = new AtomicLong();

  /** A pass begins; its worker. */
  void passBegins() {
    bytes.set(UNDER_WAY);
  }

  /** The pass has ended; its worker. Returns the bytes that are still to be told. */
  long atEnd(long freedBytes) {
    long told = bytes.getAndSet(freedBytes);
    return told == UNDER_WAY ? freedBytes : freedBytes - told;
  }

  /** The worker is stuck in its pass. Whether the bytes so far are now to be told. */
  boolean early(long freedBytes) {
    return bytes.compareAndSet(UNDER_WAY, freedBytes);
  }
}
