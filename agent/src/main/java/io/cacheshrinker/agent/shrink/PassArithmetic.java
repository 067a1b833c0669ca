package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.Scope;
import io.cacheshrinker.Shrinker;
import io.cacheshrinker.agent.registry.Deferred;
import org.jspecify.annotations.Nullable;

/**
 * How much of one cache one pass scans: the arithmetic of {@code do_shrink_slab} (Linux v6.7,
 * mm/shrinker.c), bit for bit.
 *
 * <pre>
 * C = count, once                         0 or EMPTY: return it, the debt stays untouched
 * n = debt, taken                         of several concurrent passes one gets it
 * δ = ((C >> priority) · 4) / seeks       unsigned; seeks 0: C / 2, whatever the priority
 * T = min((n >> priority) + δ, 2C)        old debt is damped by the priority too
 * while T ≥ batch or T ≥ C                a remainder below a batch waits, unless it covers all
 *   ask min(batch, T)                     STOP leaves, and that call is not accounted
 *   T -= scanned, S += scanned            what the callee says it looked at; freed has no part in it
 * debt += clamp(n + δ - S, 0 … 2C)        added, because others may have added meanwhile
 * </pre>
 *
 * All sums, differences and products wrap at 64 bits.
 *
 * <p>A callback that throws anything, answers a negative number, or says that it looked at nothing
 * or less, has answered {@link Shrinker#STOP}; a count that throws or is negative is 0. So a pass
 * ends, and the debt is put back, whatever callees do.
 *
 * <p>Allocates nothing. An instance belongs to one thread; a pass may run inside a callback of
 * another on the same instance, with a {@link Scope} of its own: the figures of the last pass are
 * written when a pass ends.
 */
public final class PassArithmetic {
  /** Entries asked for at a time, where a shrinker does not say. */
  public static final long DEFAULT_BATCH = 128;

  private long lastFreeable;
  private long lastTaken;
  private long lastDelta;
  private long lastTotalScan;
  private long lastTotalScanEnd;
  private long lastScanned;
  private long lastFreed;
  private long lastNextDeferred;
  private boolean lastTookDebt;
  private @Nullable Throwable lastFailure;

  /**
   * Runs one pass over one cache.
   *
   * @param scope whose {@link Scope#group()} the caller has set; its numbers are overwritten
   * @param batch entries asked for at a time; 0 is {@link #DEFAULT_BATCH}
   * @param priority 12 gentle … 0 harsh
   * @return entries freed; 0 or {@link Shrinker#EMPTY} if the cache counted so
   */
  public long run(
      Shrinker shrinker, Scope scope, Deferred deferred, int seeks, long batch, int priority) {
    Throwable failure = null;
    long freeable;
    try {
      freeable = shrinker.count(scope);
    } catch (Throwable thrown) {
      failure = thrown;
      freeable = 0;
    }
    if (freeable <= 0) {
      long answer = freeable == Shrinker.EMPTY ? Shrinker.EMPTY : 0;
      remember(answer, 0, 0, 0, 0, 0, 0, 0, false, failure);
      return answer;
    }
    long atATime = batch == 0 ? DEFAULT_BATCH : batch;
    long taken = deferred.take();
    long delta = delta(freeable, seeks, priority);
    long cap = 2 * freeable;
    long start = Math.min((taken >> priority) + delta, cap);

    long remaining = start;
    long scanned = 0;
    long freed = 0;
    while (remaining >= atATime || remaining >= freeable) {
      scope.ask(Math.min(atATime, remaining));
      long went;
      try {
        went = shrinker.scan(scope);
      } catch (Throwable thrown) {
        failure = thrown;
        break;
      }
      long seen = scope.scanned();
      if (went < 0 || seen <= 0) {
        break;
      }
      freed += went;
      remaining -= seen;
      scanned += seen;
    }

    long next = Math.min(Math.max(taken + delta - scanned, 0), cap);
    deferred.add(next);
    remember(freeable, taken, delta, start, remaining, scanned, freed, next, true, failure);
    return freed;
  }

  private static long delta(long freeable, int seeks, int priority) {
    return seeks == 0 ? freeable / 2 : Long.divideUnsigned((freeable >> priority) * 4, seeks);
  }

  private void remember(
      long freeable,
      long taken,
      long delta,
      long totalScan,
      long totalScanEnd,
      long scanned,
      long freed,
      long nextDeferred,
      boolean tookDebt,
      @Nullable Throwable failure) {
    lastFreeable = freeable;
    lastTaken = taken;
    lastDelta = delta;
    lastTotalScan = totalScan;
    lastTotalScanEnd = totalScanEnd;
    lastScanned = scanned;
    lastFreed = freed;
    lastNextDeferred = nextDeferred;
    lastTookDebt = tookDebt;
    lastFailure = failure;
  }

  /** What the last pass counted: entries, 0 or {@link Shrinker#EMPTY}. */
  public long lastFreeable() {
    return lastFreeable;
  }

  /** The debt that the last pass took over, undamped. */
  public long lastTaken() {
    return lastTaken;
  }

  /** The share that priority and seeks made due in the last pass; unsigned. */
  public long lastDelta() {
    return lastDelta;
  }

  /** What the last pass set out to scan. */
  public long lastTotalScan() {
    return lastTotalScan;
  }

  /** What of it was left at the end; negative if callees looked at more than they were asked to. */
  public long lastTotalScanEnd() {
    return lastTotalScanEnd;
  }

  /** Entries that callees said they looked at in the last pass. */
  public long lastScanned() {
    return lastScanned;
  }

  /** Entries that callees said went in the last pass. */
  public long lastFreed() {
    return lastFreed;
  }

  /** What the last pass added to the debt. */
  public long lastNextDeferred() {
    return lastNextDeferred;
  }

  /** Whether the last pass came as far as taking the debt. */
  public boolean lastTookDebt() {
    return lastTookDebt;
  }

  /** What a callback threw in the last pass; forgotten here, since it may pin a class loader. */
  public @Nullable Throwable takeFailure() {
    Throwable failure = lastFailure;
    lastFailure = null;
    return failure;
  }
}
