package io.cacheshrinker.agent.shrink;

import java.util.concurrent.atomic.AtomicLong;

/** What all passes did together, also over caches that are gone. Each figure stands for itself. */
final class Totals {
  /** Passes of any kind that ended. */
  private final AtomicLong passes = new AtomicLong();

  /** Entries looked at. */
  private final AtomicLong scanned = new AtomicLong();

  /** Entries shed. */
  private final AtomicLong freed = new AtomicLong();

  /** Bytes that collections gave back after passes. */
  private final AtomicLong returnedBytes = new AtomicLong();

  /** Passes that only counted. */
  private final AtomicLong wouldBePasses = new AtomicLong();

  /** Entries that they would have shed. */
  private final AtomicLong wouldBeFreed = new AtomicLong();

  /** Their bytes, by estimate. */
  private final AtomicLong wouldBeFreedBytes = new AtomicLong();

  /** Steps that ended in an exception. */
  private final AtomicLong failures = new AtomicLong();

  /** A pass ended. */
  void passed(Pass pass) {
    if (pass.isDry()) {
      wouldBeFreed.addAndGet(pass.freedEntries());
      wouldBeFreedBytes.addAndGet(pass.freedBytes());
      wouldBePasses.incrementAndGet();
    } else {
      add(pass.scannedEntries(), pass.freedEntries());
      passes.incrementAndGet();
    }
  }

  void add(long scannedEntries, long freedEntries) {
    scanned.addAndGet(scannedEntries);
    freed.addAndGet(freedEntries);
  }

  /** Receipts of what came back. */
  void returned(long bytes) {
    returnedBytes.addAndGet(bytes);
  }

  long returnedBytes() {
    return returnedBytes.get();
  }

  long wouldBePasses() {
    return wouldBePasses.get();
  }

  long wouldBeFreed() {
    return wouldBeFreed.get();
  }

  long wouldBeFreedBytes() {
    return wouldBeFreedBytes.get();
  }

  void failed() {
    failures.incrementAndGet();
  }

  long passes() {
    return passes.get();
  }

  long scanned() {
    return scanned.get();
  }

  long freed() {
    return freed.get();
  }

  long failures() {
    return failures.get();
  }
}
