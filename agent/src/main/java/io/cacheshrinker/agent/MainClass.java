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
 * longer the launcher, an agent's premain or {@code <clinit>}. A JVM inside a native program may
 * never show it. So a minute in which no agent's premain was seen counts as well, and so does a
 * first thread that is gone.
 */
final class MainClass {
  private static final long FIRST_THREAD = 1;

  static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** The JDK's class through which the JVM calls each premain, one after the other. */
  private static final String PREMAIN_CALLER = "sun.instrument.InstrumentationImpl";

  private long patientSinceNanos;
  private boolean started;

  MainClass() {
    this(System.nanoTime());
  }

  MainClass(long nowNanos) {
    patientSinceNanos = nowNanos;
  }

  /** Whether main runs, or has run, or will not be seen. The agent's own thread. */
  boolean isStarted() {
    if (!started) {
      Thread first = firstThread();
      started = first == null || shows(first.getStackTrace(), System.nanoTime());
    }
    return started;
  }

  /**
   * The same by the stack of the first thread. As long as agents are being started nobody waits for
   * {@code main}: one of them may take its time, and the server's own lines come after it.
   */
  boolean shows(StackTraceElement[] stack, long nowNanos) {
    if (isInMain(stack)) {
      return true;
    }
    if (isInPremain(stack)) {
      patientSinceNanos = nowNanos;
    }
    return nowNanos - patientSinceNanos > PATIENCE_NANOS;
  }

  private static boolean isInMain(StackTraceElement[] stack) {
    return stack.length > 0 && stack[stack.length - 1].getMethodName().equals("main");
  }

  private static boolean isInPremain(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().equals(PREMAIN_CALLER)) {
        return true;
      }
    }
    return false;
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
