package io.cacheshrinker.agent.bench;

import io.cacheshrinker.Shrinker;
import io.cacheshrinker.agent.registry.Callbacks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a pass costs for each shrinker: all full, all empty, or so many full among many empty ones.
 * The callbacks do nothing, so it is the registry, the arithmetic and memory that is measured.
 *
 * <p>Arguments: pool, then shrinkers{@code /}full ones for each measurement.
 */
final class PassCostVictim {
  /** Due at the gentlest priority is 4 of these: a batch in every 32nd pass. */
  private static final long ENTRIES = 8_192;

  private static final int GENTLEST = 12;
  private static final int SAMPLES = 9;
  private static final long SAMPLE_NANOS = 60_000_000;
  private static final long WARM_UP_NANOS = 1_500_000_000;

  private final Pool pool;
  private final Visit visit = new Visit();

  private PassCostVictim(Pool pool) {
    this.pool = pool;
  }

  public static void main(String[] arguments) {
    new PassCostVictim(Pool.named(arguments[0])).measure(10_000, 10_000);
    for (String size : Arrays.asList(arguments).subList(1, arguments.length)) {
      int slash = size.indexOf('/');
      int shrinkers = Integer.parseInt(size.substring(0, slash));
      int full = Integer.parseInt(size.substring(slash + 1));
      new PassCostVictim(Pool.named(arguments[0])).measure(shrinkers, full).print();
    }
  }

  private Answer measure(int shrinkers, int full) {
    List<Object> kept = new ArrayList<>(shrinkers);
    for (int i = 0; i < shrinkers; i++) {
      // The full ones are spread evenly.
      boolean isFull = (long) (i + 1) * full / shrinkers > (long) i * full / shrinkers;
      Plain cache = new Plain(isFull);
      kept.add(cache);
      pool.open(cache, "", any -> (Plain) any).mark();
    }
    passes(WARM_UP_NANOS);
    double[] nanos = new double[SAMPLES];
    double[] bytes = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      long bytesBefore = Allocations.bytes();
      long start = System.nanoTime();
      int passes = passes(SAMPLE_NANOS);
      nanos[i] = (double) (System.nanoTime() - start) / passes;
      bytes[i] = (double) (Allocations.bytes() - bytesBefore) / passes;
    }
    Arrays.sort(nanos);
    Arrays.sort(bytes);
    String prefix = shrinkers + "/" + full + ".";
    return new Answer()
        .with(prefix + "nanosPerPass", nanos[SAMPLES / 2])
        .with(prefix + "nanosPerPassMin", nanos[0])
        .with(prefix + "nanosPerPassMax", nanos[SAMPLES - 1])
        .with(prefix + "bytesPerPass", bytes[SAMPLES / 2])
        .with(prefix + "kept", kept.size());
  }

  private int passes(long nanos) {
    int passes = 0;
    long end = System.nanoTime() + nanos;
    do {
      pool.pass("", GENTLEST, visit);
      passes++;
    } while (System.nanoTime() - end < 0);
    return passes;
  }

  private static final class Plain implements Callbacks {
    private final boolean full;

    Plain(boolean full) {
      this.full = full;
    }

    @Override
    public long count(Object cache) {
      return full ? ENTRIES : Shrinker.EMPTY;
    }

    @Override
    public long scan(Object cache, long asked, long[] scanned) {
      return asked;
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
}
