package io.cacheshrinker.agent.registry;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The hashes of what passes have shed from one cache lately, and what became of it: keys that are
 * stored again soon were shed in vain, and cost their load a second time.
 *
 * <p>A fixed number of places. When they are full only every second hash is kept, chosen by the
 * hash itself so that a key is either followed or not; then every fourth, and so on, and each then
 * speaks for as many. It is compared with what is stored between passes, so nothing is woven into a
 * put or a load, and nothing is allocated in a pass. Two keys of one hash are one to it.
 *
 * <p>Concurrency: passes of several threads remember, one thread settles. All of it is done by who
 * raises {@code held} first; who finds it raised goes without, and that much is not learned. Nobody
 * waits.
 */
public final class Ghosts {
  /** Hashes followed at a time. */
  public static final int PLACES = 512;

  /** What was not stored again for so long has stayed away. */
  static final int STAYED_AWAY_SECONDS = 60;

  /** Shed entries from which on a cache can be spared altogether. */
  private static final double PROOF = 64;

  /** Share of shed entries that came back from which on the cache is spared. */
  private static final double IN_VAIN = 0.9;

  /** Shed entries that are taken to have stayed away before any have been seen. */
  private static final double DOUBT = 16;

  private static final double MOST_SHARE = 0.97;
  private static final int MOST_THINNING = 20;

  private final AtomicBoolean held = new AtomicBoolean();
  private final int[] hashes = new int[PLACES];
  private final int[] seconds = new int[PLACES];
  private int size;

  /** Of hashes 1 in 2^thinning is kept. */
  private int thinning;

  /** Whether places have changed since the last copy. */
  private boolean moved;

  private double shed;
  private double cameBack;
  private int fadedSecond;
  private volatile double share;
  private volatile boolean spared;

  /** Nothing is known yet. */
  public Ghosts(long nowNanos) {
    fadedSecond = second(nowNanos);
  }

  /**
   * Takes note of entries that were shed. Allocates nothing and waits for nobody.
   *
   * @param scanned hashes from place 1 on, as adapters write them; 0 for none
   */
  public void remember(long[] scanned, long freed, long nowNanos) {
    if (!held.compareAndSet(false, true)) {
      return;
    }
    try {
      int now = second(nowNanos);
      for (int i = 1; i <= freed && i < scanned.length; i++) {
        if (scanned[i] != 0) {
          remember((int) scanned[i], now);
        }
      }
    } finally {
      held.set(false);
    }
  }

  private void remember(int hash, int now) {
    if (!isFollowed(hash)) {
      return;
    }
    while (size == PLACES && thinning < MOST_THINNING) {
      thinning++;
      keepFollowed();
    }
    if (size < PLACES && isFollowed(hash)) {
      hashes[size] = hash;
      seconds[size] = now;
      size++;
      shed += 1 << thinning;
    }
  }

  private boolean isFollowed(int hash) {
    int mixed = hash * 0x9E3779B9;
    mixed ^= mixed >>> 15;
    return (mixed & ((1 << thinning) - 1)) == 0;
  }

  private void keepFollowed() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (isFollowed(hashes[i])) {
        hashes[kept] = hashes[i];
        seconds[kept] = seconds[i];
        kept++;
      }
    }
    size = kept;
    moved = true;
  }

  /**
   * Copies the hashes that are followed, in the form that adapters write; how many.
   *
   * @param into of at least {@link #PLACES}
   */
  public int copy(long[] into) {
    if (!held.compareAndSet(false, true)) {
      return 0;
    }
    try {
      for (int i = 0; i < size; i++) {
        into[i] = asWritten(hashes[i]);
      }
      moved = false;
      return size;
    } finally {
      held.set(false);
    }
  }

  /** As in an array of an adapter, where 0 is no hash. */
  static long asWritten(int hash) {
    return hash & 0xffffffffL | 1L << 32;
  }

  /**
   * Learns which of the copied hashes are stored again, and forgets what has stayed away.
   *
   * @param stored as {@link #copy} filled it, with 0 in place of what is not stored
   * @return entries that came back since the last time, by estimate
   */
  public long settle(long[] stored, int copied, long nowNanos) {
    if (!held.compareAndSet(false, true)) {
      return 0;
    }
    try {
      int now = second(nowNanos);
      long back = moved ? 0 : settle(stored, copied, now);
      cameBack += back;
      if (now - fadedSecond >= STAYED_AWAY_SECONDS) {
        fadedSecond = now;
        shed /= 2;
        cameBack /= 2;
      }
      share = Math.min(MOST_SHARE, cameBack / (shed + DOUBT));
      spared = shed >= PROOF && cameBack >= IN_VAIN * shed;
      thinning = size == 0 ? 0 : thinning;
      return back;
    } finally {
      held.set(false);
    }
  }

  private long settle(long[] stored, int copied, int now) {
    long back = 0;
    int kept = 0;
    for (int i = 0; i < size; i++) {
      boolean isBack = i < copied && stored[i] != 0;
      if (isBack) {
        back += 1L << thinning;
      } else if (now - seconds[i] < STAYED_AWAY_SECONDS) {
        hashes[kept] = hashes[i];
        seconds[kept] = seconds[i];
        kept++;
      }
    }
    Arrays.fill(hashes, kept, size, 0);
    size = kept;
    return back;
  }

  private static int second(long nanos) {
    return (int) TimeUnit.NANOSECONDS.toSeconds(nanos);
  }

  /**
   * What the cost of a load is multiplied with, as shedding costs more loads than it seems: 1 where
   * nothing comes back. Seeks go with its root.
   */
  public double costFactor() {
    double stayedAway = 1 - share;
    return 1 / (stayedAway * stayedAway);
  }

  /** Nearly all that is shed comes straight back: nothing is gained by shedding. */
  public boolean isSpared() {
    return spared;
  }
}
