package com.acme;

import io.cacheshrinker.Scope;
import io.cacheshrinker.Shrinker;
import io.cacheshrinker.Shrinkers;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;

/** Puts as many MB into a cache of its own as its argument says, far more than the heap holds. */
public final class OwnOverflow {
  private static final int ENTRY_BYTES = 10_000;

  private OwnOverflow() {}

  /** Entries in the order in which they came. */
  private static final class Queue implements Shrinker {
    private final ArrayDeque<byte[]> entries = new ArrayDeque<>();
    private long evicted;

    synchronized void add() {
      entries.addLast(new byte[ENTRY_BYTES]);
    }

    @Override
    public synchronized long count(Scope scope) {
      return entries.size();
    }

    @Override
    public synchronized long scan(Scope scope) {
      long freed = Math.min(scope.asked(), entries.size());
      for (long i = 0; i < freed; i++) {
        entries.removeFirst();
      }
      evicted += freed;
      return freed;
    }

    @Override
    public synchronized String toString() {
      return "held=" + entries.size() + " evicted=" + evicted;
    }
  }

  public static void main(String[] arguments) {
    Queue queue = new Queue();
    Shrinkers.alloc("queue").bytesPerEntry(ENTRY_BYTES + 16).register(queue);
    long puts = Long.parseLong(arguments[0]) * 1_000_000 / ENTRY_BYTES;
    for (long i = 0; i < puts; i++) {
      queue.add();
      if (i % 100 == 0) {
        LockSupport.parkNanos(33_000_000);
      }
    }
    System.out.println(queue);
  }
}
