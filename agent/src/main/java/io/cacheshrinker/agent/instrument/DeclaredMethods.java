package io.cacheshrinker.agent.instrument;

import java.lang.invoke.MethodHandle;

/**
 * A class that says by two of its methods how it is counted and scanned. Reaches the application's
 * class loader, so it is kept by the application's own class only.
 */
final class DeclaredMethods implements Known {
  private final MethodHandle count;
  private final MethodHandle scan;

  /**
   * @param count of type {@code (Object)long}
   * @param scan of type {@code (Object,long)long}
   */
  DeclaredMethods(MethodHandle count, MethodHandle scan) {
    this.count = count;
    this.scan = scan;
  }

  @Override
  public String library() {
    return Declared.LIBRARY;
  }

  @Override
  public String contract(Object cache) {
    return Declared.agreed("declared by its class");
  }

  @Override
  public long count(Object cache) {
    try {
      return (long) count.invokeExact(cache);
    } catch (Throwable failure) {
      throw Adapter.unchecked(failure);
    }
  }

  @Override
  public long scan(Object cache, long asked, long[] scanned) {
    try {
      return (long) scan.invokeExact(cache, asked);
    } catch (Throwable failure) {
      throw Adapter.unchecked(failure);
    }
  }

  /** The owner's cache learns recency as it does. */
  @Override
  public void prime(Object cache) {}

  /** What is in it, only its owner knows. */
  @Override
  public int sample(Object cache, Object[] triples) {
    return 0;
  }

  @Override
  public boolean statistics(Object cache, long[] counters) {
    return false;
  }
}
