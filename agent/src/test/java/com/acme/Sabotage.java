package com.acme;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An application in which somebody connected the hook to something that fails. */
public final class Sabotage {
  private Sabotage() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    CaffeineShop.build();
    for (Throwable failure :
        List.of(new Error(), new StackOverflowError(), new OutOfMemoryError("not really"))) {
      Consumer<Object> sink = cache -> throwAsIs(failure);
      Class.forName("java.lang.CacheShrinkerHook").getField("sink").set(null, sink);
      Map<Object, Object> cache = CaffeineShop.build();
      cache.put("key", "value");
      System.out.println("survived " + failure + " with " + cache.size());
    }
  }

  @SuppressWarnings("unchecked") // The cast is erased.
  private static <T extends Throwable> void throwAsIs(Throwable failure) throws T {
    throw (T) failure;
  }
}
