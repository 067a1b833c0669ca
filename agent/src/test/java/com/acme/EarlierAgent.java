package com.acme;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Stands for another agent that was here first: defines the hook from its own bytes and, if told
 * to, connects a sink.
 */
public final class EarlierAgent {
  private EarlierAgent() {}

  public static void premain(String arguments, Instrumentation instrumentation)
      throws IOException, ReflectiveOperationException {
    Module ours = EarlierAgent.class.getModule();
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang", Set.of(ours)),
        Set.of(),
        Map.of());
    try (InputStream bytes = EarlierAgent.class.getResourceAsStream("/hook.bin")) {
      Class<?> hook =
          MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup())
              .defineClass(bytes.readAllBytes());
      if ("sink".equals(arguments)) {
        Consumer<Object> sink = cache -> System.out.println("the other agent saw a cache");
        hook.getField("sink").set(null, sink);
      }
    }
  }
}
