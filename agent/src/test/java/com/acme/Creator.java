package com.acme;

import com.acme.lib.Library;
import java.util.List;
import java.util.function.Function;

/** Creates a cache in several ways. */
public final class Creator {
  private Creator() {}

  public static <T> T plainly(Function<Object, T> announce) {
    return new Library().birth(announce);
  }

  public static <T> T inALambda(Function<Object, T> announce) {
    return List.of(1).stream().map(one -> new Library().birth(announce)).toList().get(0);
  }

  public static Object byReflection(Function<Object, ?> announce)
      throws ReflectiveOperationException {
    return Library.class.getMethod("birth", Function.class).invoke(new Library(), announce);
  }
}
