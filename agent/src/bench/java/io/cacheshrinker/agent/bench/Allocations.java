package io.cacheshrinker.agent.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Bytes that the current thread has allocated, by the JVM's own counter; asking takes none. */
final class Allocations {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocations() {}

  static long bytes() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
