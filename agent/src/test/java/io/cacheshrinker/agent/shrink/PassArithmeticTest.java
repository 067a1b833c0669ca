package io.cacheshrinker.agent.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.cacheshrinker.Scope;
import io.cacheshrinker.Shrinker;
import io.cacheshrinker.agent.registry.Deferred;
import java.lang.management.ManagementFactory;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** What callees do that the vectors do not: throw, lie, say nonsense. */
class PassArithmeticTest {
  private final PassArithmetic pass = new PassArithmetic();
  private final Deferred deferred = new Deferred();
  private final Scope scope = new Scope();

  private static Shrinker shrinker(ToLongFunction<Scope> count, ToLongFunction<Scope> scan) {
    return new Shrinker() {
      @Override
      public long count(Scope scope) {
        return count.applyAsLong(scope);
      }

      @Override
      public long scan(Scope scope) {
        return scan.applyAsLong(scope);
      }
    };
  }

  private long run(Shrinker shrinker) {
    return pass.run(shrinker, scope, deferred, 2, 0, 0);
  }

  private static long fail(Scope scope) {
    throw new OutOfMemoryError("planted");
  }

  @Test
  void scan_throws_isStopAndTheDebtIsKept() {
    deferred.add(10);
    int[] calls = new int[1];
    Shrinker throwsAtTheThird = shrinker(s -> 1000, s -> ++calls[0] < 3 ? s.asked() : fail(s));
    assertThat(run(throwsAtTheThird)).isEqualTo(256);
    assertThat(calls[0]).isEqualTo(3);
    assertThat(deferred.get()).isEqualTo(10 + 2000 - 256);
    assertThat(pass.takeFailure()).isInstanceOf(OutOfMemoryError.class);
    assertThat(pass.takeFailure()).isNull();
  }

  @Test
  void scan_saysNothingWasScanned_isStop() {
    int[] calls = new int[1];
    for (long nonsense : new long[] {0, -1, Long.MIN_VALUE}) {
      calls[0] = 0;
      Shrinker liar =
          shrinker(
              s -> 1000,
              s -> {
                calls[0]++;
                s.scanned(nonsense);
                return 5;
              });
      assertThat(run(liar)).isZero();
      assertThat(calls[0]).isEqualTo(1);
      assertThat(pass.lastScanned()).isZero();
    }
  }

  @Test
  void scan_negativeAnswer_isStop() {
    assertThat(run(shrinker(s -> 1000, s -> -7))).isZero();
    assertThat(deferred.get()).isEqualTo(2000);
  }

  @Test
  void count_throwsOrNegative_isZeroAndTheDebtIsUntouched() {
    deferred.add(10);
    Shrinker throwing = shrinker(PassArithmeticTest::fail, s -> 1);
    assertThat(run(throwing)).isZero();
    assertThat(pass.takeFailure()).isInstanceOf(OutOfMemoryError.class);
    assertThat(run(shrinker(s -> -5, s -> 1))).isZero();
    assertThat(run(shrinker(s -> Shrinker.EMPTY, s -> 1))).isEqualTo(Shrinker.EMPTY);
    assertThat(deferred.get()).isEqualTo(10);
  }

  /** n + δ = S + D' wherever nothing is clamped: here T stays below its cap and above zero. */
  @Test
  void work_unclamped_isConserved() {
    for (int priority = 1; priority <= 12; priority++) {
      for (long debt : new long[] {0, 1, 127, 5_000}) {
        Deferred owed = new Deferred();
        owed.add(debt);
        pass.run(shrinker(s -> 100_000, Scope::asked), scope, owed, 3, 0, priority);
        assertThat(pass.lastTaken() + pass.lastDelta())
            .isEqualTo(pass.lastScanned() + pass.lastNextDeferred());
        assertThat(owed.get()).isEqualTo(pass.lastNextDeferred());
      }
    }
  }

  /** At a constant priority of 3 and more, defaults reach a cache once, iff it holds 32 · 2^p. */
  @Test
  void population_belowThreshold_isNeverScanned() {
    for (int priority = 3; priority <= 12; priority++) {
      long threshold = 32L << priority;
      assertThat(everScanned(threshold, priority)).isTrue();
      assertThat(everScanned(threshold - 1, priority)).isFalse();
    }
  }

  private boolean everScanned(long population, int priority) {
    Deferred owed = new Deferred();
    boolean[] scanned = new boolean[1];
    Shrinker full =
        shrinker(
            s -> population,
            s -> {
              scanned[0] = true;
              return 0;
            });
    // The debt grows by 2C >> p a pass and is capped at 2C.
    for (int i = 0; i <= 1 << priority; i++) {
      pass.run(full, scope, owed, 2, 0, priority);
    }
    return scanned[0];
  }

  @Test
  void run_warm_allocatesNothing() {
    Shrinker full = shrinker(s -> 10_000, Scope::asked);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    repeat(full, 5_000);
    threads.getCurrentThreadAllocatedBytes();
    long before = threads.getCurrentThreadAllocatedBytes();
    repeat(full, 5_000);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isZero();
  }

  private void repeat(Shrinker shrinker, int times) {
    for (int i = 0; i < times; i++) {
      run(shrinker);
    }
  }
}
