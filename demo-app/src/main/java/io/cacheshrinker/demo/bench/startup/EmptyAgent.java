package io.cacheshrinker.demo.bench.startup;

import org.jspecify.annotations.Nullable;

/** An agent that does nothing: what {@code -javaagent} itself costs. */
public final class EmptyAgent {
  private EmptyAgent() {}

  /** Called by the JVM. */
  public static void premain(@Nullable String arguments) {}
}
