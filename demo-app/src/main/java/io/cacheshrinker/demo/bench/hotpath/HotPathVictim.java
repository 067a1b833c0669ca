package io.cacheshrinker.demo.bench.hotpath;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import io.cacheshrinker.demo.bench.AgentBeans;
import io.cacheshrinker.demo.bench.Answer;
import io.cacheshrinker.demo.bench.Library;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads a cache in a tight loop, writes it now and then, and says how fast that was.
 *
 * <p>Arguments: {@link Scene}, seconds to measure, whether our agent is there.
 */
final class HotPathVictim {
  private static final int READS = 1 << 14;
  private static final int READS_PER_WRITE = 10;
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long SETTLE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long POLL_NANOS = 50_000_000;
  private static final int BALLAST_BLOCK_BYTES = 64 << 10;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final AgentBeans beans = new AgentBeans();
  private final Scene scene;
  private final ConcurrentMap<Integer, Integer> cache;
  private final Integer[] keys = new Integer[READS];
  private long found;

  private HotPathVictim(Scene scene) {
    this.scene = scene;
    cache = build(scene);
    for (int i = 0; i < Scene.ENTRIES; i++) {
      cache.put(i, i);
    }
    Random random = new Random(1);
    for (int i = 0; i < READS; i++) {
      keys[i] = random.nextInt(Scene.ENTRIES);
    }
  }

  public static void main(String[] arguments) {
    Scene scene = Scene.valueOf(arguments[0]);
    List<byte[]> ballast = ballast(scene.liveShare);
    new HotPathVictim(scene)
        .run(Integer.parseInt(arguments[1]), Boolean.parseBoolean(arguments[2]));
    Reference.reachabilityFence(ballast);
  }

  private static ConcurrentMap<Integer, Integer> build(Scene scene) {
    return switch (scene.library) {
      case CAFFEINE ->
          Caffeine.newBuilder().maximumSize(scene.maximum()).<Integer, Integer>build().asMap();
      case GUAVA ->
          CacheBuilder.newBuilder().maximumSize(scene.maximum()).<Integer, Integer>build().asMap();
    };
  }

  private static List<byte[]> ballast(double share) {
    List<byte[]> blocks = new ArrayList<>();
    long bytes = (long) (share * Runtime.getRuntime().maxMemory());
    for (long held = 0; held < bytes; held += BALLAST_BLOCK_BYTES) {
      blocks.add(new byte[BALLAST_BLOCK_BYTES]);
    }
    return blocks;
  }

  private void run(int seconds, boolean ours) {
    work(WARM_UP_NANOS);
    if (ours) {
      settle();
    }
    work(WARM_UP_NANOS / 2);
    long cpuBefore = threads.getCurrentThreadCpuTime();
    long operations = work(TimeUnit.SECONDS.toNanos(seconds));
    double cpuSeconds = (threads.getCurrentThreadCpuTime() - cpuBefore) / 1e9;
    new Answer()
        .with("opsPerCpuSecond", operations / cpuSeconds)
        .with("found", found)
        .with("shrinkers", beans.agentNumber("Shrinkers"))
        .with("passes", beans.agentNumber("Passes"))
        .with("recordsReads", recordsReads())
        .print();
  }

  /** Waits until the agent knows the cache and has done with it what the scene is about. */
  private void settle() {
    long end = System.nanoTime() + SETTLE_LIMIT_NANOS;
    while ((beans.agentNumber("Shrinkers") == 0 || (scene.primed() && !recordsReads()))
        && System.nanoTime() - end < 0) {
      System.gc();
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private long work(long nanos) {
    long end = System.nanoTime() + nanos;
    long operations = 0;
    do {
      for (int i = 0; i < READS; i++) {
        Integer key = keys[i];
        if (i % READS_PER_WRITE == 0) {
          cache.put(key, key);
        } else if (cache.get(key) != null) {
          found++;
        }
      }
      operations += READS;
    } while (System.nanoTime() - end < 0);
    return operations;
  }

  /** Whether a cache of Caffeine has a sketch: before that, it skips the recording of reads. */
  private boolean recordsReads() {
    if (scene.library != Library.CAFFEINE) {
      return false;
    }
    try {
      Class<?> bounded = Class.forName("com.github.benmanes.caffeine.cache.BoundedLocalCache");
      var sketchOf = bounded.getDeclaredMethod("frequencySketch");
      sketchOf.setAccessible(true);
      Object sketch = sketchOf.invoke(cache);
      var notInitialized = sketch.getClass().getDeclaredMethod("isNotInitialized");
      notInitialized.setAccessible(true);
      return !(boolean) notInitialized.invoke(sketch);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
