package io.cacheshrinker.agent.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.registry.Callbacks;
import io.cacheshrinker.agent.registry.Newborn;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import io.cacheshrinker.agent.size.Walker;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is learned from entries that come back, and what that is worth. */
class LearningTest {
  private static final int GENTLEST = 12;
  private static final int ENTRIES = 10_000;
  private static final int ENTRY_BYTES = 1000;

  private final Registry registry = new Registry();
  private final Pass pass = new Pass(registry);
  private final Upkeep upkeep =
      new Upkeep(registry, new Walker(ByteBuddyAgent.install()), new Calls());

  LearningTest() {
    pass.ensureCapacity(100);
  }

  /** Keys in the order in which they go; says which went, as adapters do, if it can. */
  private final class Keyed implements Callbacks {
    final RegisteredShrinker shrinker;
    final LinkedHashSet<Integer> stored = new LinkedHashSet<>();
    final Set<Integer> shed = new HashSet<>();
    private final boolean tells;
    private int newest;
    long reloads;

    Keyed(int startSeeks, boolean tells) {
      this.tells = tells;
      shrinker =
          registry.alloc(
              new Newborn(
                  this,
                  "keyed/" + registry.size(),
                  Scope.ALL_GROUPS,
                  "fake",
                  "Keyed.new",
                  "A",
                  "bounded",
                  true,
                  startSeeks,
                  false,
                  0,
                  cache -> (Keyed) cache));
      shrinker.bytesPerEntry(ENTRY_BYTES);
      shrinker.lookedInto();
      registry.register(shrinker);
      growBy(ENTRIES);
    }

    void growBy(int entries) {
      for (int i = 0; i < entries; i++) {
        stored.add(newest++);
      }
    }

    /** All keys that were shed are asked for again. */
    void reload() {
      reloads += shed.size();
      stored.addAll(shed);
      shed.clear();
    }

    /** None of them is, but as many others. */
    void replace() {
      growBy(shed.size());
      shed.clear();
    }

    @Override
    public long count(Object cache) {
      return stored.size();
    }

    @Override
    public long scan(Object cache, long asked, long[] scanned) {
      int freed = (int) Math.min(asked, stored.size());
      for (int i = 1; i <= freed; i++) {
        int key = stored.iterator().next();
        stored.remove(key);
        shed.add(key);
        if (tells && i < scanned.length) {
          scanned[i] = 1L << 32 | key;
        }
      }
      return freed;
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

    @Override
    public boolean stored(Object cache, long[] hashes, int length) {
      for (int i = 0; tells && i < length; i++) {
        hashes[i] = stored.contains((int) hashes[i]) ? hashes[i] : 0;
      }
      return tells;
    }
  }

  @AfterEach
  void noPinIsLeft() {
    assertThat(registry.shrinkers()).allSatisfy(each -> assertThat(each.pins()).isZero());
  }

  private void look() {
    upkeep.look(false, 1e15, true);
  }

  /** Reloads of the hot one in twenty passes, each of which needs a tenth of all bytes. */
  private long reloads(boolean tells) {
    Keyed hot = new Keyed(2, tells);
    Keyed cold = new Keyed(2, tells);
    for (int i = 0; i < 20; i++) {
      look();
      pass.graded((long) (0.1 * 2 * ENTRIES * ENTRY_BYTES), GENTLEST, 0);
      hot.reload();
      cold.replace();
      look();
    }
    registry.close(hot.shrinker);
    registry.close(cold.shrinker);
    return hot.reloads;
  }

  @Test
  void cacheWhoseEntriesComeBack_besideOneWhoseDoNot_isShedLittle() {
    long without = reloads(false);
    long with = reloads(true);

    assertThat(without).isGreaterThan(10_000);
    assertThat(with).isLessThan(without / 4);
  }

  @Test
  void refaults_entriesThatCameBack_areCounted() {
    Keyed hot = new Keyed(2, true);
    look();
    pass.graded(200 * ENTRY_BYTES, GENTLEST, 0);
    long freed = hot.shrinker.freed();
    hot.reload();
    assertThat(hot.shrinker.refaults()).isZero();

    look();

    assertThat(freed).isBetween(200L, 400L);
    assertThat(hot.shrinker.refaults()).isEqualTo(freed);
    look();
    assertThat(hot.shrinker.refaults()).isEqualTo(freed);
  }

  @Test
  void sparedCache_withOthersThatGive_givesNothing_andAloneGivesAll() {
    Keyed hot = new Keyed(2, true);
    look();
    pass.graded(1_000 * ENTRY_BYTES, GENTLEST, 0);
    hot.reload();
    look();
    assertThat(hot.shrinker.isSpared()).isTrue();
    Keyed cold = new Keyed(2, true);
    look();

    pass.graded(2_000 * ENTRY_BYTES, GENTLEST, 0);
    assertThat(hot.shed).isEmpty();
    assertThat(cold.shed).hasSizeGreaterThanOrEqualTo(2_000);

    pass.graded(15_000 * ENTRY_BYTES, GENTLEST, 0);
    assertThat(hot.shed).as("nothing else is left").isNotEmpty();
  }

  @Test
  void sparedCache_ofWhichTheUserSaysHowDearItIs_isNotSpared() {
    Keyed hot = new Keyed(2, true);
    look();
    pass.graded(1_000 * ENTRY_BYTES, GENTLEST, 0);
    hot.reload();
    look();
    hot.shrinker.seeks(2);
    Keyed cold = new Keyed(2, true);
    look();

    pass.graded(4_000 * ENTRY_BYTES, GENTLEST, 0);

    assertThat(hot.shrinker.isSpared()).isFalse();
    assertThat(hot.shrinker.seeks()).isEqualTo(2);
    assertThat(hot.shed).hasSizeGreaterThan(1_000);
    assertThat(cold.shed).isNotEmpty();
  }

  @Test
  void seeks_beforeAnythingIsMeasured_areThoseOfTheKind() {
    Keyed manual = new Keyed(2, false);
    Keyed loading = new Keyed(4, false);
    assertThat(manual.shrinker.seeks()).isEqualTo(2);
    assertThat(loading.shrinker.seeks()).isEqualTo(4);

    pass.single(Scope.ALL_GROUPS, 3, 0);

    assertThat(loading.shrinker.seeks()).isGreaterThan(manual.shrinker.seeks());
    assertThat(manual.shed.size()).isGreaterThan(3 * loading.shed.size() / 2);
  }

  @Test
  void seeks_onceLoadsAreMeasured_goByThose() {
    Keyed manual = new Keyed(2, false);
    Keyed loading = new Keyed(4, false);
    manual.shrinker.loadMicros(900);
    loading.shrinker.loadMicros(100);

    pass.single(Scope.ALL_GROUPS, 3, 0);

    assertThat(manual.shrinker.seeks()).isGreaterThan(loading.shrinker.seeks());
    assertThat(loading.shed.size()).isGreaterThan(2 * manual.shed.size());
  }
}
