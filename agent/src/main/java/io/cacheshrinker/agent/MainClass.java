package io.cacheshrinker.agent;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells when the application's main class has been initialised and {@code main} runs. Before that
 * nothing may touch the platform's MBean server or java.util.logging: an application server chooses
 * its own in its first lines, and caches are built even earlier, by other agents and by static
 * initialisers.
 *
 * <p>It shows in the stack of the first thread of the JVM: the outermost frame is {@code main}, no
 * longer the launcher, an agent's premain or {@code <clinit>}.
 */
final class MainClass {
  private static final long FIRST_THREAD = 1;

  /** A JVM inside a native program may never show {@code main}; by then it has long started. */
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final long bornNanos = System.nanoTime();

  private boolean started;

  /** Whether main runs, or has run. The agent's own thread. */
  boolean isStarted() {
    if (!started) {
      Thread first = firstThread();
      started =
          first == null
              || isInMain(first.getStackTrace())
              || System.nanoTime() - bornNanos > PATIENCE_NANOS;
    }
    return started;
  }

  static boolean isInMain(StackTraceElement[] stack) {
    return stack.length > 0 && stack[stack.length - 1].getMethodName().equals("main");
  }

  /**
   * The context loader of the first thread, while it lives: the one that a server installs itself
   * with. The application's class loader otherwise.
   */
  @Nullable ClassLoader contextLoader() {
    Thread first = firstThread();
    return first == null ? ClassLoader.getSystemClassLoader() : first.getContextClassLoader();
  }

  private static @Nullable Thread firstThread() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    Thread[] threads = new Thread[2 * group.activeCount() + 16];
    int found = group.enumerate(threads, true);
    for (int i = 0; i < found; i++) {
      if (threads[i].getId() == FIRST_THREAD) {
        return threads[i];
      }
    }
    return null;
  }
}
