package io.cacheshrinker.agent.registry;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a cache would hold by now if passes had shed what they only counted. Entries that are gone
 * in this sense come back as they would in truth: at the rate at which the cache grew when it held
 * as many as it would hold now. A cache that has evicted its coldest entries misses as it did
 * before it had them.
 *
 * <p>Concurrency: passes of any thread add to {@code gone}, by compare-and-set, never beyond what
 * they were told is there. {@link #look} is for the upkeep thread alone and takes from it by the
 * same means, so no entry is counted twice; growth rates are that thread's own.
 */
public final class DryRun {
  /** Rates for each doubling of the population. */
  private static final int RATES_BY_DOUBLING = 4;

  private static final int RATES = Long.SIZE * RATES_BY_DOUBLING;

  /** What a new measurement adds to the rate known. */
  private static final double NEW_SHARE = 0.3;

  /** Entries that the cache still holds and would not. */
  private final AtomicLong gone = new AtomicLong();

  /** Entries that ever would have been shed. */
  private final AtomicLong shed = new AtomicLong();

  private float @Nullable [] perNano;
  private long lastCount = -1;
  private long lastNanos;
  private double fraction;

  /** Entries that it would hold, of those that it holds. */
  public long present(long entries) {
    return Math.max(0, entries - gone.get());
  }

  /** Entries that it holds and would not. */
  public long gone() {
    return gone.get();
  }

  /** Entries that ever would have been shed. */
  public long shed() {
    return shed.get();
  }

  /** Would shed up to {@code asked} of the entries that it holds; returns how many. */
  public long shed(long asked, long entries) {
    long before;
    long sheds;
    do {
      before = gone.get();
      sheds = Math.max(0, Math.min(asked, entries - before));
    } while (sheds > 0 && !gone.compareAndSet(before, before + sheds));
    shed.addAndGet(sheds);
    return sheds;
  }

  /** The cache holds so many entries now. Upkeep thread; allocates once. */
  public void look(long entries, long nowNanos) {
    if (lastCount >= 0 && nowNanos > lastNanos) {
      long nanos = nowNanos - lastNanos;
      if (entries > lastCount) {
        learn(lastCount, (float) ((entries - lastCount) / (double) nanos));
      }
      refill(entries, nanos);
    }
    lastCount = entries;
    lastNanos = nowNanos;
  }

  /** Everything is as it was before the first pass. */
  public void forget() {
    gone.set(0);
  }

  private void learn(long entries, float rate) {
    float[] rates = perNano;
    if (rates == null) {
      rates = new float[RATES];
      perNano = rates;
    }
    int place = place(entries);
    rates[place] += rates[place] == 0 ? rate : (float) (NEW_SHARE * (rate - rates[place]));
  }

  private void refill(long entries, long nanos) {
    long before = gone.get();
    if (before == 0) {
      fraction = 0;
      return;
    }
    double back = fraction + rateAt(Math.max(0, entries - before)) * nanos;
    long whole = (long) back;
    fraction = back - whole;
    long least = Math.max(0, before - entries);
    gone.addAndGet(-Math.min(before, Math.max(whole, least)));
  }

  /** Of the next larger population known, else of the next smaller one. */
  private double rateAt(long entries) {
    float[] rates = perNano;
    if (rates == null) {
      return 0;
    }
    int place = place(entries);
    for (int at = place; at < rates.length; at++) {
      if (rates[at] > 0) {
        return rates[at];
      }
    }
    for (int at = place - 1; at >= 0; at--) {
      if (rates[at] > 0) {
        return rates[at];
      }
    }
    return 0;
  }

  /** Four places for each doubling. */
  private static int place(long entries) {
    if (entries < RATES_BY_DOUBLING) {
      return (int) entries;
    }
    int doublings = Long.SIZE - 1 - Long.numberOfLeadingZeros(entries);
    int quarter = (int) (entries >>> (doublings - 2)) & (RATES_BY_DOUBLING - 1);
    return doublings * RATES_BY_DOUBLING + quarter;
  }
}
