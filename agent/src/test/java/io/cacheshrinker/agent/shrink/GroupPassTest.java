package io.cacheshrinker.agent.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.registry.Callbacks;
import io.cacheshrinker.agent.registry.Deferred;
import io.cacheshrinker.agent.registry.Newborn;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pass over a group touches nothing of another, whatever the caches and whatever the order. */
class GroupPassTest {
  private static final List<String> GROUPS = List.of("shop", "blog", "mail");

  private final Registry registry = new Registry();
  private final Pass pass = new Pass(registry);

  GroupPassTest() {
    pass.ensureCapacity(1000);
  }

  @AfterEach
  void noPinIsLeft() {
    assertThat(registry.shrinkers()).extracting(RegisteredShrinker::pins).containsOnly(0);
  }

  /** A cache that holds entries of several groups and tells them apart. */
  private static final class SharedCache implements Callbacks {
    final Map<String, Long> entries = new HashMap<>();
    final RegisteredShrinker shrinker;

    SharedCache(Registry registry, int number) {
      shrinker =
          registry.alloc(
              new Newborn(
                  this,
                  "shared/" + number,
                  Scope.ALL_GROUPS,
                  "shared",
                  "SharedCache.new",
                  "A",
                  "bounded",
                  true,
                  2,
                  true,
                  0,
                  cache -> (SharedCache) cache,
                  RegisteredShrinker.DEFAULT_BATCH,
                  true,
                  null,
                  false));
      shrinker.bytesPerEntry(1000 + number);
      shrinker.lookedInto();
      registry.register(shrinker);
    }

    @Override
    public long count(Object cache, String group) {
      return group.equals(Scope.ALL_GROUPS)
          ? entries.values().stream().mapToLong(Long::longValue).sum()
          : entries.getOrDefault(group, EMPTY);
    }

    private static final long EMPTY = -2;

    @Override
    public long scan(Object cache, String group, long asked, long[] scanned) {
      long left = asked;
      for (Map.Entry<String, Long> each : entries.entrySet()) {
        if (group.equals(Scope.ALL_GROUPS) || group.equals(each.getKey())) {
          long freed = Math.min(left, each.getValue());
          each.setValue(each.getValue() - freed);
          left -= freed;
        }
      }
      return asked - left;
    }

    @Override
    public long count(Object cache) {
      return count(cache, Scope.ALL_GROUPS);
    }

    @Override
    public long scan(Object cache, long asked, long[] scanned) {
      return scan(cache, Scope.ALL_GROUPS, asked, scanned);
    }

    @Override
    public void prime(Object cache) {}

    @Override
    public int sample(Object cache, Object[] triples) {
      return 0;
    }

    @Override
    public boolean statistics(Object cache, long[] counters) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void passes_overRandomGroups_changeEntriesAndDebtsOfThoseOnly(long seed) {
    Random random = new Random(seed);
    List<FakeCache> owned = new ArrayList<>();
    List<SharedCache> shared = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      String group = i % 5 == 0 ? Scope.ALL_GROUPS : GROUPS.get(random.nextInt(3));
      owned.add(
          new FakeCache(registry, random.nextInt(50_000), 1 + random.nextInt(4000), 0, 0, group));
      if (i % 10 == 0) {
        SharedCache cache = new SharedCache(registry, i);
        shared.add(cache);
        for (String tenant : GROUPS) {
          cache.entries.put(tenant, (long) random.nextInt(50_000));
          cache.shrinker.mark(tenant);
        }
      }
    }
    for (int i = 0; i < 60; i++) {
      String group = GROUPS.get(random.nextInt(3));
      Map<String, Object> before = others(group, owned, shared);
      pass.single(group, random.nextInt(13), 0);
      assertThat(others(group, owned, shared)).isEqualTo(before);
    }
    pass.single("nobody", 0, 0);
  }

  /** All that belongs to other groups, or to the root alone. */
  private Map<String, Object> others(
      String group, List<FakeCache> owned, List<SharedCache> shared) {
    Map<String, Object> state = new HashMap<>();
    for (FakeCache cache : owned) {
      String name = cache.shrinker.name();
      state.put(name + " in the root", debt(Scope.ALL_GROUPS, cache.shrinker));
      if (!cache.shrinker.group().equals(group)) {
        state.put(name, cache.entries + " " + cache.scanCalls);
        state.put(name + " debt", debt(cache.shrinker.group(), cache.shrinker));
      }
    }
    for (SharedCache cache : shared) {
      String name = cache.shrinker.name();
      state.put(name + " in the root", debt(Scope.ALL_GROUPS, cache.shrinker));
      for (String other : GROUPS) {
        if (!other.equals(group)) {
          state.put(name + " " + other, cache.entries.get(other));
          state.put(name + " " + other + " debt", debt(other, cache.shrinker));
        }
      }
    }
    return state;
  }

  private long debt(String group, RegisteredShrinker shrinker) {
    Deferred debt = new Deferred();
    Objects.requireNonNull(registry.group(group)).point(shrinker, debt);
    return debt.get();
  }

  @Test
  void rootPass_overACacheThatSplits_takesFromAllItsGroups() {
    SharedCache cache = new SharedCache(registry, 1);
    cache.entries.put("shop", 10_000L);
    cache.entries.put("blog", 10_000L);
    cache.shrinker.mark("shop");
    cache.shrinker.mark("blog");
    pass.greedy(Long.MAX_VALUE, 0);
    assertThat(cache.entries).containsEntry("shop", 0L).containsEntry("blog", 0L);
  }

  @Test
  void groupPass_isTheSameWalkAsTheRoots() {
    FakeCache shop = new FakeCache(registry, 50_000, 1024, 0, 0, "shop");
    pass.single("shop", 4, 0);
    long byTheGroup = 50_000 - shop.entries;
    shop.entries = 50_000;
    pass.single(Scope.ALL_GROUPS, 4, 0);
    assertThat(50_000 - shop.entries).isEqualTo(byTheGroup).isPositive();
  }

  /**
   * n + δ = S + D', over any number of passes that meet no clamp: work is neither lost nor made.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void work_overManyPasses_isConservedInTheCountersOfTheGroup(long seed) {
    Random random = new Random(seed);
    FakeCache cache = new FakeCache(registry, 1 << 20, 1024, 0, 0, "shop");
    PassArithmetic arithmetic = new PassArithmetic();
    Deferred debt = new Deferred();
    Objects.requireNonNull(registry.group("shop")).point(cache.shrinker, debt);
    SimulatedCache simulated = new SimulatedCache(1 << 20, Long.MAX_VALUE);
    long due = 0;
    long done = 0;
    for (int i = 0; i < 200; i++) {
      long calls = simulated.calls;
      simulated.stopOnCall = random.nextBoolean() ? calls + 1 + random.nextInt(40) : 0;
      int seeks = 1 + random.nextInt(8);
      int batch = 1 + random.nextInt(300);
      arithmetic.run(simulated, new Scope(), debt, seeks, batch, 9 + random.nextInt(4));
      boolean clamped = arithmetic.lastNextDeferred() >= 2 << 20;
      assertThat(clamped).as("the test must stay clear of the clamps").isFalse();
      due += arithmetic.lastDelta();
      done += arithmetic.lastScanned();
    }
    assertThat(debt.get()).isEqualTo(due - done);
    assertThat(cache.shrinker.deferred().get()).as("nothing in the root").isZero();
  }
}
