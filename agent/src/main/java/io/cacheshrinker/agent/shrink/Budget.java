package io.cacheshrinker.agent.shrink;

/**
 * What a pass is to free and has freed so far, in estimated bytes: evicting frees nothing that the
 * heap could show before the next collection, so a pass stops by its own estimate.
 *
 * <p>Belongs to the thread of its pass, but {@code givesWay} is raised by any thread: a pass in
 * flight ends at the next call when the last ditch needs the caches' locks.
 */
final class Budget {
  private long needBytes;
  private double freedBytes;
  private long scannedEntries;
  private long freedEntries;

  /** Raised by the last ditch, lowered when the next pass starts; read between two calls. */
  private volatile boolean givesWay;

  /** Starts a pass that ends once about {@code needBytes} are freed. */
  void start(long needBytes) {
    this.needBytes = needBytes;
    freedBytes = 0;
    scannedEntries = 0;
    freedEntries = 0;
    givesWay = false;
  }

  /** Ends the pass in flight at its next call; any thread. */
  void giveWay() {
    givesWay = true;
  }

  boolean wantsMore() {
    return freedBytes < needBytes && !givesWay;
  }

  void spent(long scanned, long freed, double bytesPerEntry) {
    scannedEntries += scanned;
    freedEntries += freed;
    freedBytes += freed * bytesPerEntry;
  }

  /** Bytes still to free. */
  double missingBytes() {
    return needBytes - freedBytes;
  }

  long freedBytes() {
    return (long) freedBytes;
  }

  long scannedEntries() {
    return scannedEntries;
  }

  long freedEntries() {
    return freedEntries;
  }
}
