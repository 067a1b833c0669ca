package io.cacheshrinker.agent.gc;

import java.lang.ref.SoftReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Memory that only soft references hold. The JVM clears all soft references before it throws an
 * OutOfMemoryError, so the ballast going is a signal that no burst outruns, and a gift of memory to
 * act in. That gift is gone in milliseconds, mostly to the burst itself; so the larger part is a
 * reserve that is held strongly, and let go when somebody is there to use it.
 *
 * <p>Concurrency: the one thread that arms fills places of {@code chunks} and {@code reserve} that
 * are empty; the one that watches empties those whose chunk is gone. The notification thread reads,
 * to touch; a chunk seen late is touched at the next collection. {@code held} counts places that
 * are not empty.
 */
final class Ballast {
  /**
   * Small enough not to be a humongous object of any collector: regions of Shenandoah begin at 256
   * KiB and those of G1 at 1 MiB, of which half is humongous. With generations, Shenandoah (JDK
   * 25.0.3) never clears soft references to humongous objects, not even before it throws the error.
   */
  static final int CHUNK_BYTES = 120 * 1024;

  /** Of the chunks; the others are the reserve. */
  private static final double SOFT_SHARE = 1.0 / 3;

  private final AtomicReferenceArray<@Nullable SoftReference<byte[]>> chunks;
  private final AtomicReferenceArray<byte @Nullable []> reserve;

  /** Places that are not empty; read by whoever subtracts the ballast from live. */
  private final AtomicInteger held = new AtomicInteger();

  /** Keeps the compiler from dropping the touch: a read whose result went nowhere. */
  private int touched;

  /** A ballast of about {@code bytes}, not armed yet. */
  Ballast(long bytes) {
    int all = (int) Math.max(2, bytes / CHUNK_BYTES);
    int soft = Math.max(1, (int) (all * SOFT_SHARE));
    chunks = new AtomicReferenceArray<>(soft);
    reserve = new AtomicReferenceArray<>(all - soft);
  }

  /** Bytes when fully armed. */
  long fullBytes() {
    return (long) (chunks.length() + reserve.length()) * CHUNK_BYTES;
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
    for (int i = 0; i < reserve.length(); i++) {
      if (reserve.getAcquire(i) == null) {
        reserve.setRelease(i, new byte[CHUNK_BYTES]);
        held.incrementAndGet();
        return true;
      }
    }
    for (int i = 0; i < chunks.length(); i++) {
      if (chunks.getAcquire(i) == null) {
        chunks.setRelease(i, new SoftReference<>(new byte[CHUNK_BYTES]));
        held.incrementAndGet();
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a chunk is gone; forgets all that are. No queue tells of them: the JVM's own thread
   * that would fill it waits for memory like all others, and to wait for one may take memory too.
   */
  boolean takeCleared() {
    boolean any = false;
    for (int i = 0; i < chunks.length(); i++) {
      SoftReference<byte[]> chunk = chunks.getAcquire(i);
      if (chunk != null && chunk.refersTo(null) && chunks.compareAndSet(i, chunk, null)) {
        held.decrementAndGet();
        any = true;
      }
    }
    return any;
  }

  /** Lets go of the reserve; allocates nothing. */
  void releaseReserve() {
    for (int i = 0; i < reserve.length(); i++) {
      if (reserve.getAndSet(i, null) != null) {
        held.decrementAndGet();
      }
    }
  }

  /** Lets go of everything, without firing. */
  void release() {
    releaseReserve();
    for (int i = 0; i < chunks.length(); i++) {
      SoftReference<byte[]> chunk = chunks.getAndSet(i, null);
      if (chunk != null) {
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
