package com.acme;

import io.cacheshrinker.Scope;
import io.cacheshrinker.Shrinker;
import io.cacheshrinker.ShrinkerHandle;
import io.cacheshrinker.Shrinkers;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * An application that a security policy allows little. Builds a library's cache, registers one of
 * its own whose callback does not return, and closes that for longer than a shutdown would wait.
 * Ends with its input.
 */
public final class Guarded {
  private static final long LONGER_THAN_A_SHUTDOWN_WAITS_MILLIS = 6500;

  private Guarded() {}

  private static final class Hanging implements Shrinker {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public long count(Scope scope) {
      entered.countDown();
      try {
        goOn.await();
      } catch (InterruptedException nobodyDoes) {
        Thread.currentThread().interrupt();
      }
      return 0;
    }

    @Override
    public long scan(Scope scope) {
      return STOP;
    }
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<Object, Object> cache = CaffeineShop.build();
    Hanging hanging = new Hanging();
    ShrinkerHandle handle = Shrinkers.alloc("hanging").register(hanging);
    System.out.println("ready");
    hanging.entered.await();
    Thread closing =
        new Thread(
            () -> {
              handle.close();
              System.out.println("closed");
            });
    closing.start();
    closing.join(LONGER_THAN_A_SHUTDOWN_WAITS_MILLIS);
    System.out.println(closing.isAlive() ? "waits" : "has ended");
    hanging.goOn.countDown();
    closing.join();
    while (System.in.read() >= 0) {
      // Until the end of the input.
    }
    System.out.println("entries " + cache.size());
  }
}
