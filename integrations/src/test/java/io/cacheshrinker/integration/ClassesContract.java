package io.cacheshrinker.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may go of caches by their class, and how dear that is. One subclass per library. */
public abstract class ClassesContract {
  protected final Adapter adapter;
  private final Removals removals = new Removals();
  private final AtomicLong nanos = new AtomicLong(1);

  /** Keys that somebody holds, so that weak references to them last. */
  private final Integer[] keys = new Integer[1_000];

  protected ClassesContract(Integration integration) {
    adapter = new Adapter(integration);
    for (int i = 0; i < keys.length; i++) {
      keys[i] = 1_000_000 + i;
    }
  }

  /** How a cache is built; all times are a minute. */
  public enum Kind {
    SOFT_VALUES("A'"),
    SOFT_VALUES_AFTER_WRITE("A'"),
    LOADING_AFTER_ACCESS("B"),
    LOADING_AFTER_WRITE("B"),
    MANUAL_AFTER_ACCESS("C"),
    MANUAL_AFTER_WRITE("C"),
    /** With a maximum that is never reached. */
    BOUNDED("A"),
    BOUNDED_WEAK_KEYS("A"),
    /** Loads, and refreshes after a minute, but never expires. */
    REFRESHING("D"),
    WEAK_KEYS("X"),
    WEAK_VALUES("X");

    private final String letter;

    Kind(String letter) {
      this.letter = letter;
    }
  }

  /**
   * A new cache whose tasks run on the calling thread.
   *
   * @param time in nanoseconds
   * @param listener gets key and name of the cause of every removal
   */
  protected abstract ConcurrentMap<Integer, Object> cache(
      Kind kind, LongSupplier time, BiConsumer<Integer, String> listener);

  private ConcurrentMap<Integer, Object> cache(Kind kind) {
    return cache(kind, nanos::get, removals);
  }

  private void fill(ConcurrentMap<Integer, Object> cache, int from, int until) {
    for (int i = from; i < until; i++) {
      cache.put(keys[i], keys[i]);
      nanos.addAndGet(1_000);
    }
  }

  private long held(ConcurrentMap<Integer, Object> cache, int from, int until) {
    long held = 0;
    for (int i = from; i < until; i++) {
      held += cache.containsKey(keys[i]) ? 1 : 0;
    }
    return held;
  }

  @ParameterizedTest
  @EnumSource
  void contract_ofEachKind_isItsClassWithAReason(Kind kind) {
    assertThat(adapter.contract(cache(kind))).matches(kind.letter + " [a-zA-Z0-9 ,]+");
  }

  @ParameterizedTest
  @EnumSource(names = {"LOADING_AFTER_ACCESS", "LOADING_AFTER_WRITE"})
  void scan_timedWithALoader_shedsTheColdestWithCauseSize(Kind kind) {
    ConcurrentMap<Integer, Object> cache = cache(kind);
    fill(cache, 0, 1_000);

    long freed = adapter.scan(cache, 100) + adapter.scan(cache, 100);

    // A segment gives in proportion to what it holds, and rounds.
    assertThat(freed).isBetween(190L, 200L);
    assertThat(removals.count("SIZE")).isEqualTo(freed);
    assertThat(adapter.count(cache)).isEqualTo(1_000 - freed);
    assertThat(held(cache, 0, 100)).as("written first").isLessThan(20);
    assertThat(held(cache, 400, 1_000)).as("written last").isEqualTo(600);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOADING_AFTER_ACCESS", "LOADING_AFTER_WRITE", "REFRESHING"})
  void scan_untilNothingIsLeft_stops(Kind kind) {
    ConcurrentMap<Integer, Object> cache = cache(kind);
    fill(cache, 0, 300);

    assertThat(adapter.scanAll(cache)).isEqualTo(300);

    assertThat(removals.count("SIZE")).isEqualTo(300);
    assertThat(cache).isEmpty();
    assertThat(adapter.scan(cache, 1)).isEqualTo(Adapter.STOP);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "LOADING_AFTER_WRITE",
        "MANUAL_AFTER_WRITE",
        "MANUAL_AFTER_ACCESS",
        "SOFT_VALUES_AFTER_WRITE"
      })
  void scan_expiredEntries_goWithTheirOwnCauseAndAreNotCounted(Kind kind) {
    ConcurrentMap<Integer, Object> cache = cache(kind);
    fill(cache, 0, 300);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
    fill(cache, 300, 400);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));

    long freed = adapter.scan(cache, 1);

    boolean live = kind == Kind.LOADING_AFTER_WRITE;
    assertThat(removals.count("EXPIRED")).isGreaterThanOrEqualTo(live ? 1 : 300);
    assertThat(removals.count("SIZE")).isEqualTo(live ? 1 : 0);
    assertThat(freed).isEqualTo(live ? 1 : Adapter.STOP);
    assertThat(held(cache, 300, 400)).isEqualTo(live ? 99 : 100);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "SOFT_VALUES",
        "SOFT_VALUES_AFTER_WRITE",
        "MANUAL_AFTER_WRITE",
        "MANUAL_AFTER_ACCESS",
        "WEAK_KEYS",
        "WEAK_VALUES"
      })
  void scan_liveEntriesOfClassesThatGiveNone_stay(Kind kind) {
    ConcurrentMap<Integer, Object> cache = cache(kind);
    fill(cache, 0, 300);

    assertThat(adapter.scan(cache, 128)).isEqualTo(Adapter.STOP);

    assertThat(removals.total()).isZero();
    assertThat(held(cache, 0, 300)).isEqualTo(300);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "BOUNDED",
        "BOUNDED_WEAK_KEYS",
        "LOADING_AFTER_ACCESS",
        "LOADING_AFTER_WRITE",
        "REFRESHING"
      })
  void stored_hashesOfWhatWent_areFoundAgainWhenItIsBack(Kind kind) {
    ConcurrentMap<Integer, Object> cache = cache(kind);
    fill(cache, 0, 1_000);
    long[] scanned = new long[129];
    scanned[0] = 100;
    int freed = (int) adapter.scan(cache, 100, scanned);
    long[] hashes = Arrays.copyOfRange(scanned, 1, freed + 1);

    assertThat(freed).as("in the time that a lock may be held").isPositive();
    assertThat(hashes).as("written").doesNotContain(0);
    assertThat(scanned[freed + 1]).as("no more than went").isZero();
    assertThat(adapter.stored(cache, hashes.clone(), freed)).isZero();
    fill(cache, 0, 1_000);
    assertThat(adapter.stored(cache, hashes.clone(), freed)).isEqualTo(freed);
    assertThat(removals.count("SIZE")).isEqualTo(freed);
  }

  @Test
  void stored_hashOfAnotherOrNone_isNotFound() {
    ConcurrentMap<Integer, Object> cache = cache(Kind.BOUNDED);
    fill(cache, 0, 100);
    long[] hashes = {0, 1L << 32 | 5, 1L << 32 | keys[7].hashCode()};

    adapter.stored(cache, hashes, 2);

    assertThat(hashes[0]).isZero();
    assertThat(hashes[1]).isZero();
    assertThat(hashes[2]).as("not asked for").isNotZero();
  }

  @ParameterizedTest
  @EnumSource
  void seeks_ofACacheThatLoads_areTwiceThoseOfOthers(Kind kind) {
    boolean loads =
        kind == Kind.LOADING_AFTER_ACCESS
            || kind == Kind.LOADING_AFTER_WRITE
            || kind == Kind.REFRESHING;

    assertThat(adapter.seeks(cache(kind))).isEqualTo(loads ? 4 : 2);
  }
}
