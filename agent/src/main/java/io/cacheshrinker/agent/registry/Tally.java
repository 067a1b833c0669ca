package io.cacheshrinker.agent.registry;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;

/** What has happened to one cache so far. Any thread adds; sums are read for show only. */
final class Tally {
  /** Entries looked at. */
  final AtomicLong scanned = new AtomicLong();

  /** Entries shed. */
  final AtomicLong freed = new AtomicLong();

  /** Entries loaded again soon after they were shed. */
  final AtomicLong refaults = new AtomicLong();

  /** Bytes that collections gave back after this cache had shed. */
  final DoubleAdder returnedBytes = new DoubleAdder();

  /** How long the last pass over this cache took. */
  volatile long lastPassNanos;
}
