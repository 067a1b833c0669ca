package io.cacheshrinker.agent;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The agent's own thread: a daemon that is started by the first {@link #wake} and inherits nothing
 * from the thread that happened to wake it. Otherwise the class loader of a web application that
 * built the first cache could never go.
 */
final class OwnThread {
  private final Thread thread;
  private final AtomicInteger started = new AtomicInteger();

  OwnThread(String name, Runnable work) {
    thread = create(name, work);
    thread.setDaemon(true);
    thread.setContextClassLoader(OwnThread.class.getClassLoader());
  }

  /** Starts the thread or unparks it; neither waits nor throws. */
  void wake() {
    if (started.get() != 0) {
      LockSupport.unpark(thread);
    } else if (started.compareAndSet(0, 1)) {
      try {
        thread.start();
      } catch (OutOfMemoryError noRoomForAThread) {
        // The next birth tries again.
        started.set(0);
      }
    }
  }

  /**
   * Privileged, because a thread keeps the access control context of its creator's stack, and with
   * it the protection domains of the application's classes; without inheritable thread locals, and
   * in the topmost group, for the same reason.
   */
  @SuppressWarnings("removal") // The only way on JDK 17; on 25 it runs the action and no more.
  private static Thread create(String name, Runnable work) {
    return AccessController.doPrivileged(
        (PrivilegedAction<Thread>) () -> new Thread(topmostGroup(), work, name, 0, false));
  }

  private static ThreadGroup topmostGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }
}
