package io.cacheshrinker.agent.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Threads that create, fill and close caches, while others run passes, or burn processors without
 * touching the registry, or run passes while one callback hangs. The three take turns in one JVM,
 * so that they share its compiled code and its neighbours.
 *
 * <p>Operations are counted for each second of CPU time of the whole process: there are more
 * threads than processors, so who waits leaves its share to others and loses operations, while what
 * a neighbour takes away is not counted.
 *
 * <p>Arguments: pool, rounds, milliseconds of each turn, storm threads, pass threads, standing
 * caches, entries that each of the others is filled with, turns.
 */
final class StormVictim {
  private static final OperatingSystemMXBean OS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final long WARM_UP_MILLIS = 2_500;
  private static final long SETTLE_MILLIS = 250;
  private static final int STEADY_ENTRIES = 20_000;
  private static final int STEPS_PER_ENTRY = 20;

  /** What the others do meanwhile. */
  enum Turn {
    BURN,
    PASSES,
    STUCK
  }

  private final Pool pool;
  private final int rounds;
  private final long turnMillis;
  private final List<Turn> turns = new ArrayList<>();
  private final List<Stormer> stormers = new ArrayList<>();
  private final List<Passer> passers = new ArrayList<>();
  private final List<Object> standing = new ArrayList<>();
  private final int stormThreads;
  private final int passThreads;
  private final int standingCaches;
  private final int entries;

  private StormVictim(String[] arguments) {
    pool = Pool.named(arguments[0]);
    rounds = Integer.parseInt(arguments[1]);
    turnMillis = Long.parseLong(arguments[2]);
    stormThreads = Integer.parseInt(arguments[3]);
    passThreads = Integer.parseInt(arguments[4]);
    standingCaches = Integer.parseInt(arguments[5]);
    entries = Integer.parseInt(arguments[6]);
    for (String turn : arguments[7].split("\\+", -1)) {
      turns.add(Turn.valueOf(turn));
    }
  }

  public static void main(String[] arguments) throws InterruptedException {
    new StormVictim(arguments).run();
    // Threads that hang are part of it.
    Runtime.getRuntime().halt(0);
  }

  private void run() throws InterruptedException {
    for (int i = 0; i < standingCaches; i++) {
      SteadyCache cache = new SteadyCache(STEADY_ENTRIES, STEPS_PER_ENTRY);
      standing.add(cache);
      pool.open(cache, Stormer.group(i % stormThreads), any -> (SteadyCache) any);
    }
    for (int i = 0; i < stormThreads; i++) {
      stormers.add(new Stormer(pool, i, entries));
    }
    for (int i = 0; i < passThreads; i++) {
      passers.add(new Passer(pool, stormThreads));
    }
    for (Turn turn : turns) {
      if (turn != Turn.STUCK) {
        turn(turn, -1, WARM_UP_MILLIS);
      }
    }
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < turns.size(); i++) {
        // Every other round the other way round.
        turn(turns.get(round % 2 == 0 ? i : turns.size() - 1 - i), round, turnMillis);
      }
    }
  }

  private void turn(Turn turn, int round, long millis) throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    Thread hanging = turn == Turn.STUCK ? Hanging.in(pool, release) : null;
    passers.forEach(passer -> passer.burns = turn == Turn.BURN);
    park(SETTLE_MILLIS);
    stormers.forEach(Stormer::forgetLatencies);
    long passedBefore = passed();
    long before = operations();
    long cpuBefore = OS.getProcessCpuTime();
    long start = System.nanoTime();
    park(millis);
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (OS.getProcessCpuTime() - cpuBefore) / 1e9;
    long done = operations() - before;
    long passes = passed() - passedBefore;
    Histogram opening = new Histogram(3);
    Histogram closing = new Histogram(3);
    stormers.forEach(stormer -> stormer.addLatencies(opening, closing));
    if (hanging != null) {
      release.countDown();
      hanging.join();
    }
    if (round >= 0) {
      String prefix = turn.name().toLowerCase(Locale.ROOT) + '.' + round + '.';
      new Answer()
          .with(prefix + "perCpuSecond", done / cpuSeconds)
          .with(prefix + "perSecond", done / seconds)
          .with(prefix + "cpuSeconds", cpuSeconds)
          .with(prefix + "passes", passes)
          .with(prefix + "openP999Micros", opening.getValueAtPercentile(99.9) / 1e3)
          .with(prefix + "closeShare", share(closing, seconds))
          .with(prefix + "closeP50Micros", closing.getValueAtPercentile(50) / 1e3)
          .with(prefix + "closeP99Micros", closing.getValueAtPercentile(99) / 1e3)
          .with(prefix + "closeP999Micros", closing.getValueAtPercentile(99.9) / 1e3)
          .with(prefix + "closeMaxMicros", closing.getMaxValue() / 1e3)
          .print();
    }
  }

  /** Of the threads' time that they spent in these calls. */
  private double share(Histogram calls, double seconds) {
    return calls.getMean() * calls.getTotalCount() / (1e9 * seconds * stormThreads);
  }

  private long operations() {
    return stormers.stream().mapToLong(Stormer::operations).sum();
  }

  private long passed() {
    return passers.stream().mapToLong(passer -> passer.passes).sum();
  }

  private static void park(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
