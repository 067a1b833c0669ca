package com.acme;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Builds and fills a cache with each of the builders that are its arguments, copies of Caffeine and
 * Guava inside other jars, and sheds from what the agent has found of them.
 */
public final class Shaded {
  private static final int ENTRIES = 1000;
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private Shaded() {}

  private static Object build(Class<?> builder) throws ReflectiveOperationException {
    Object started = builder.getMethod("newBuilder").invoke(null);
    builder.getMethod("maximumSize", long.class).invoke(started, 10_000L);
    return builder.getMethod("build").invoke(started);
  }

  private static void fill(Object cache) throws ReflectiveOperationException {
    for (Class<?> type : cache.getClass().getInterfaces()) {
      for (Method put : type.getMethods()) {
        if (put.getName().equals("put") && put.getParameterCount() == 2) {
          put.setAccessible(true);
          for (int i = 0; i < ENTRIES; i++) {
            put.invoke(cache, "key " + i, "value " + i);
          }
          return;
        }
      }
    }
  }

  public static void main(String[] arguments)
      throws ReflectiveOperationException, IOException, JMException {
    List<Object> caches = new ArrayList<>();
    for (String argument : arguments) {
      Object cache = build(Class.forName(argument));
      fill(cache);
      caches.add(cache);
    }
    System.out.println("built " + caches.size());
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName shrinkers = new ObjectName("io.cacheshrinker:type=Shrinker,*");
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (beans.queryNames(shrinkers, null).isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(10_000_000);
    }
    for (ObjectName bean : beans.queryNames(shrinkers, null)) {
      System.out.println(beans.getAttribute(bean, "Name") + " shed " + shed(beans, bean));
    }
    while (System.in.read() >= 0) {
      // Until the end of the input.
    }
  }

  /** Once it has been looked into. */
  private static long shed(MBeanServer beans, ObjectName bean) throws JMException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    long freed = 0;
    while (freed == 0 && System.nanoTime() < end) {
      freed = (long) beans.invoke(bean, "scan", new Object[] {100L}, new String[] {"long"});
      LockSupport.parkNanos(10_000_000);
    }
    return freed;
  }
}
