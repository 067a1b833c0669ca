package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.Scope;
import io.cacheshrinker.Shrinker;
import io.cacheshrinker.agent.registry.Ghosts;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A pinned cache as the arithmetic of a pass sees it: population and work in <em>units of
 * weight</em> of {@value #UNIT_BYTES} bytes instead of entries.
 *
 * <p>The kernel's arithmetic was made for many small objects: with the defaults a population is
 * scanned at priority 12 only from 131 072 objects on, and a cache of a few thousand pages would
 * wait for the harshest priorities. In units of weight one batch is about as many bytes in every
 * cache. Entries are shed in calls of at most {@link RegisteredShrinker#batch()}, whatever a batch
 * weighs, so that the cache's lock is held for microseconds.
 *
 * <p>Reused from cache to cache; allocates nothing; belongs to one thread.
 */
final class WeightedCache implements Shrinker {
  /** A batch of the default 128 units is 128 KiB. */
  static final int UNIT_BYTES = 1024;

  private final Budget budget;
  private final Calls calls;

  /** Entries looked at, then the hashes of those that went. */
  private final long[] scannedOut = new long[1 + RegisteredShrinker.DEFAULT_BATCH];

  private @Nullable RegisteredShrinker shrinker;
  private @Nullable Object cache;
  private String group = Scope.ALL_GROUPS;
  private double bytesPerEntry;
  private double unitsPerEntry;
  private long floor;
  private long freedEntries;

  WeightedCache(Budget budget, Calls calls) {
    this.budget = budget;
    this.calls = calls;
  }

  /** Points at a cache that the caller has pinned, until {@link #leave}. */
  void enter(
      RegisteredShrinker shrinker,
      Object cache,
      String group,
      double bytesPerEntry,
      double weightFactor,
      long floor) {
    this.shrinker = shrinker;
    this.cache = cache;
    this.group = group;
    this.bytesPerEntry = bytesPerEntry;
    this.unitsPerEntry = bytesPerEntry * weightFactor / UNIT_BYTES;
    this.floor = floor;
    this.freedEntries = 0;
  }

  /** Lets go of the cache; returns the entries freed since {@link #enter}. */
  long leave() {
    shrinker = null;
    cache = null;
    return freedEntries;
  }

  /** Entries above the floor; the floor always stays. */
  long freeableEntries() {
    long entries = countEntries();
    return Math.max(0, entries - floor);
  }

  /** What the cache answers: entries, or {@link Shrinker#EMPTY}; other negative numbers are 0. */
  private long countEntries() {
    Object of = cache;
    RegisteredShrinker book = shrinker;
    if (of == null || book == null) {
      return 0;
    }
    long entries = calls.count(book, of, group);
    return entries == EMPTY ? EMPTY : Math.max(0, entries);
  }

  @Override
  public long count(Scope scope) {
    long held = countEntries();
    long entries = Math.max(0, held - floor);
    return held == EMPTY ? EMPTY : entries == 0 ? 0 : Math.max(1, (long) (entries * unitsPerEntry));
  }

  @Override
  public long scan(Scope scope) {
    long entries = Math.max(1, Math.round(scope.asked() / unitsPerEntry));
    long freedBefore = freedEntries;
    long scanned = scanEntries(entries);
    if (scanned == STOP) {
      return STOP;
    }
    scope.scanned(Math.max(1, units(scanned)));
    return units(freedEntries - freedBefore);
  }

  /** So many entries of the cache last entered, in units of weight. */
  long units(long entries) {
    return Math.round(entries * unitsPerEntry);
  }

  /** Scans up to {@code entries}; how many were looked at, or STOP if none could be. */
  long scanEntries(long entries) {
    Object of = cache;
    RegisteredShrinker book = shrinker;
    if (of == null || book == null) {
      return STOP;
    }
    long most = Math.min(entries, freeableEntries());
    long scanned = 0;
    while (scanned < most && budget.wantsMore()) {
      long ask = Math.min(book.batch(), most - scanned);
      scannedOut[0] = ask;
      long freed = scanOnce(book, of, ask);
      follow(book, freed);
      if (freed < 0 || scannedOut[0] <= 0) {
        break;
      }
      scanned += scannedOut[0];
      freedEntries += freed;
      if (!calls.isDry()) {
        book.account(scannedOut[0], freed);
      }
      budget.spent(scannedOut[0], freed, bytesPerEntry);
    }
    return scanned == 0 ? STOP : scanned;
  }

  /** Adapters that write no hashes leave the places as they are, so they are cleared each time. */
  private void follow(RegisteredShrinker book, long freed) {
    if (scannedOut[1] != 0) {
      Ghosts ghosts = book.ghosts();
      if (ghosts != null && freed > 0) {
        ghosts.remember(scannedOut, freed, System.nanoTime());
      }
      Arrays.fill(scannedOut, 1, scannedOut.length, 0);
    }
  }

  /**
   * The library's own failure is a STOP: nothing of it may reach whoever asked. Nor may a callback
   * say that more went than was there to go: a pass that believed it would end too early.
   */
  private long scanOnce(RegisteredShrinker book, Object of, long ask) {
    try {
      long freed = calls.scan(book, of, group, ask, scannedOut);
      return Math.min(freed, Math.max(ask, scannedOut[0]));
    } catch (Throwable failure) {
      return STOP;
    }
  }
}
