package io.cacheshrinker.agent.gc;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Memory that only soft references hold. The JVM clears all soft references before it throws an
 * OutOfMemoryError, so the ballast going is a signal that no burst outruns, and a gift of memory to
 * act in.
 *
 * <p>Concurrency: {@code chunks} is written by the one thread that arms, and read by the
 * notification thread that touches; a chunk seen late is touched at the next collection. {@code
 * held} counts chunks that were armed and not yet found cleared.
 */
final class Ballast {
  /**
   * Small enough not to be a humongous object of any collector: regions of Shenandoah begin at 256
   * KiB and those of G1 at 1 MiB, of which half is humongous. With generations, Shenandoah (JDK
   * 25.0.3) never clears soft references to humongous objects, not even before it throws the error.
   */
  static final int CHUNK_BYTES = 120 * 1024;

  private final AtomicReferenceArray<@Nullable SoftReference<byte[]>> chunks;
  private final ReferenceQueue<byte[]> cleared = new ReferenceQueue<>();

  /** Chunks armed and not yet found cleared; read by whoever subtracts the ballast from live. */
  private final AtomicInteger held = new AtomicInteger();

  /** Keeps the compiler from dropping the touch: a read whose result went nowhere. */
  private int touched;

  /** A ballast of about {@code bytes}, not armed yet. */
  Ballast(long bytes) {
    chunks = new AtomicReferenceArray<>((int) Math.max(1, bytes / CHUNK_BYTES));
  }

  /** Bytes when fully armed. */
  long fullBytes() {
    return (long) chunks.length() * CHUNK_BYTES;
  }

  /** Bytes that count as live now, and are not. */
  long heldBytes() {
    return (long) held.get() * CHUNK_BYTES;
  }

  /**
   * Makes every chunk look recently used, so that the JVM does not clear it for mere idleness as
   * the heap fills. Allocates nothing.
   */
  void touch() {
    int present = 0;
    for (int i = 0; i < chunks.length(); i++) {
      SoftReference<byte[]> chunk = chunks.getAcquire(i);
      if (chunk != null && chunk.get() != null) {
        present++;
      }
    }
    touched = present;
  }

  /** Allocates one missing chunk. The caller has made sure that there is ample room. */
  boolean armOne() {
    for (int i = 0; i < chunks.length(); i++) {
      SoftReference<byte[]> chunk = chunks.getAcquire(i);
      if (chunk == null || chunk.refersTo(null)) {
        chunks.setRelease(i, new SoftReference<>(new byte[CHUNK_BYTES], cleared));
        held.incrementAndGet();
        return true;
      }
    }
    return false;
  }

  /** Waits until a chunk was cleared. */
  void awaitCleared() throws InterruptedException {
    cleared.remove();
    held.decrementAndGet();
    drain();
  }

  /** Forgets the chunks that were cleared with the one that fired. */
  void drain() {
    Reference<? extends byte[]> next = cleared.poll();
    while (next != null) {
      held.decrementAndGet();
      next = cleared.poll();
    }
  }

  /** Lets go of everything, without firing. */
  void release() {
    for (int i = 0; i < chunks.length(); i++) {
      SoftReference<byte[]> chunk = chunks.getAndSet(i, null);
      if (chunk != null && !chunk.refersTo(null)) {
        chunk.clear();
        held.decrementAndGet();
      }
    }
  }

  @Override
  public String toString() {
    return "ballast of " + heldBytes() + " bytes, " + touched + " chunks present when last touched";
  }
}
