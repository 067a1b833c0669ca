package io.cacheshrinker.agent.bench;

import io.cacheshrinker.agent.registry.Callbacks;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * One lock for all, as in Linux before v6.7 (mm/vmscan.c, {@code shrinker_rwsem}): who registers or
 * unregisters takes it for writing; a pass over a group only tries it for reading, gives up if it
 * does not get it, and leaves early when a writer waits.
 */
final class RwLockPool implements Pool {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Enrolled.Roll all = new Enrolled.Roll(true);
  private final Map<String, Enrolled.Roll> groups = new HashMap<>();

  @Override
  public Lease open(Object cache, String group, Function<Object, Callbacks> callbacks) {
    Enrolled enrolled = new Enrolled(cache, group, callbacks);
    lock.writeLock().lock();
    try {
      all.add(enrolled);
      groups.computeIfAbsent(group, name -> new Enrolled.Roll(false)).add(enrolled);
    } finally {
      lock.writeLock().unlock();
    }
    return new Lease() {
      @Override
      public void close() {
        remove(enrolled);
      }

      @Override
      public void mark() {}

      @Override
      public void pinAndUnpin() {
        if (lock.readLock().tryLock()) {
          lock.readLock().unlock();
        }
      }
    };
  }

  private void remove(Enrolled enrolled) {
    lock.writeLock().lock();
    try {
      all.remove(enrolled);
      groups.get(enrolled.group()).remove(enrolled);
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void pass(String group, int priority, Visit visit) {
    if (!lock.readLock().tryLock()) {
      visit.refuse();
      return;
    }
    try {
      Enrolled.Roll roll = group.isEmpty() ? all : groups.get(group);
      for (int i = 0; roll != null && i < roll.size() && !lock.hasQueuedThreads(); i++) {
        roll.at(i).visit(priority, visit);
      }
    } finally {
      lock.readLock().unlock();
    }
  }
}
