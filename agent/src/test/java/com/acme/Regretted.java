package com.acme;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Sheds three hundred entries by hand and asks for every second of them again. */
public final class Regretted {
  private static final int ENTRIES = 2000;
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private Regretted() {}

  /** Something that is to become more than it was. */
  private interface Reading {
    long now() throws JMException;
  }

  private static long await(Reading reading) throws JMException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    long value = reading.now();
    while (value == 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(10_000_000);
      value = reading.now();
    }
    return value;
  }

  public static void main(String[] arguments) throws JMException {
    Cache<Integer, byte[]> cache = Caffeine.newBuilder().maximumSize(100_000).build();
    for (int key = 0; key < ENTRIES; key++) {
      cache.put(key, new byte[100]);
    }
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName all = new ObjectName("io.cacheshrinker:type=Shrinker,*");
    await(() -> beans.queryNames(all, null).size());
    ObjectName bean = beans.queryNames(all, null).iterator().next();
    // It is followed from the look on that weighs it.
    await(() -> (long) beans.getAttribute(bean, "BytesPerEntry"));
    long freed =
        await(() -> (long) beans.invoke(bean, "scan", new Object[] {300L}, new String[] {"long"}));
    long again = 0;
    for (int key = 0; key < ENTRIES; key++) {
      if (!cache.asMap().containsKey(key) && again++ % 2 == 0) {
        cache.put(key, new byte[100]);
      }
    }
    long expected = freed / 2;
    // A look may fall among the puts: then the rest is counted by the next.
    long back =
        await(
            () -> {
              long refaults = (long) beans.getAttribute(bean, "Refaults");
              return refaults < expected ? 0 : refaults;
            });
    System.out.println("freed " + freed + ", back " + back);
  }
}
