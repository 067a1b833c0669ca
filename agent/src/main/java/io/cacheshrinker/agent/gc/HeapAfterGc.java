package io.cacheshrinker.agent.gc;

/**
 * One collection, in numbers: what was used before and after it, and what the canaries say of it.
 *
 * <p>A slot that is filled again and again rather than a record: it is written on the notification
 * thread and read when memory is short, where nothing may be allocated. Whoever holds a slot reads
 * it before it asks for the next one. Times are {@link System#nanoTime()}; sizes cover all heap
 * pools, without the tripwire's ballast.
 */
public final class HeapAfterGc {
  /** How far a collection looked. */
  public enum Kind {
    /** The whole heap, with the application stopped: used after it is live. */
    FULL,
    /** The whole heap, concurrently; on a generational collector perhaps only the young objects. */
    CYCLE,
    /** Young objects only, or young and some old ones: says nothing of what is live. */
    YOUNG
  }

  private static final double MOSTLY = 0.9;

  private Kind kind = Kind.YOUNG;
  private long startNanos;
  private long endNanos;
  private long pausedNanos;
  private long usedBeforeBytes;
  private long usedBytes;
  private long oldUsedBeforeBytes;
  private long oldUsedBytes;
  private long capacityBytes;
  private boolean newest;
  private boolean markingFinished;
  private boolean gateCleared;

  /** Fills the slot with when and how far; the rest follows by the other setters. */
  public HeapAfterGc collection(Kind kind, long startNanos, long endNanos) {
    this.kind = kind;
    this.startNanos = startNanos;
    this.endNanos = endNanos;
    pausedNanos = 0;
    newest = true;
    markingFinished = false;
    gateCleared = false;
    return this;
  }

  /** For how much of a cycle the application was stopped. */
  public HeapAfterGc paused(long nanos) {
    pausedNanos = Math.min(nanos, endNanos - startNanos);
    return this;
  }

  /** Bytes used in all heap pools, and the capacity Q that marks are shares of. */
  public HeapAfterGc heap(long usedBeforeBytes, long usedBytes, long capacityBytes) {
    this.usedBeforeBytes = usedBeforeBytes;
    this.usedBytes = usedBytes;
    this.capacityBytes = capacityBytes;
    return this;
  }

  /** Bytes used in the pool of old objects; zero where there is none. */
  public HeapAfterGc old(long usedBeforeBytes, long usedBytes) {
    oldUsedBeforeBytes = usedBeforeBytes;
    oldUsedBytes = usedBytes;
    return this;
  }

  /** Whether it was the last to have ended when the notification came; so unless told otherwise. */
  public HeapAfterGc newest(boolean newest) {
    this.newest = newest;
    return this;
  }

  /** What the canaries said when the notification came. */
  public HeapAfterGc canaries(boolean markingFinished, boolean gateCleared) {
    this.markingFinished = markingFinished;
    this.gateCleared = gateCleared;
    return this;
  }

  /** Takes over everything from another slot. */
  void copyFrom(HeapAfterGc other) {
    collection(other.kind, other.startNanos, other.endNanos).paused(other.pausedNanos);
    heap(other.usedBeforeBytes, other.usedBytes, other.capacityBytes);
    old(other.oldUsedBeforeBytes, other.oldUsedBytes);
    newest(other.newest).canaries(other.markingFinished, other.gateCleared);
  }

  /** How far the collection looked. */
  public Kind kind() {
    return kind;
  }

  /** When it began. */
  public long startNanos() {
    return startNanos;
  }

  /** When it ended. */
  public long endNanos() {
    return endNanos;
  }

  /** For how long the application could allocate while it ran; less than is true, if anything. */
  public long concurrentNanos() {
    return endNanos - startNanos - pausedNanos;
  }

  /**
   * Whether the application stood still all but throughout, as in a cycle that Shenandoah ends at
   * one go after a failed allocation.
   */
  public boolean stopped() {
    return pausedNanos > MOSTLY * (endNanos - startNanos);
  }

  /** Bytes used when it began. */
  public long usedBeforeBytes() {
    return usedBeforeBytes;
  }

  /** Bytes used when it ended. */
  public long usedBytes() {
    return usedBytes;
  }

  /** Bytes of old objects when it began. */
  public long oldUsedBeforeBytes() {
    return oldUsedBeforeBytes;
  }

  /** Bytes of old objects when it ended. */
  public long oldUsedBytes() {
    return oldUsedBytes;
  }

  /** Capacity Q: what live bytes must fit into. Zero if the JVM does not say. */
  public long capacityBytes() {
    return capacityBytes;
  }

  /**
   * Whether no later collection had ended when the notification came. If one had, of whatever kind,
   * this one's numbers may be from before much was freed.
   */
  public boolean isNewest() {
    return newest;
  }

  /** An old marking that began after the last such event has finished by now. */
  public boolean markingFinished() {
    return markingFinished;
  }

  /**
   * An old marking that began after the last pass has finished by now; once true, so for all
   * collections until the next pass.
   */
  public boolean gateCleared() {
    return gateCleared;
  }
}
