package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.agent.registry.Callbacks;
import io.cacheshrinker.integration.Integrations;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;

/** The production adapters of real caches, linked as the agent does it. */
public final class RealCallbacks {
  private static final Adapters ADAPTERS = new Adapters(Integrations.all(), onTheClassPath());

  private RealCallbacks() {}

  /** Links the adapter of the cache's library, if that is not done yet. */
  public static Callbacks link(Object cache) {
    try {
      return ADAPTERS.of(cache);
    } catch (Unlinkable unlinkable) {
      throw new IllegalStateException(unlinkable);
    }
  }

  /** The adapter of a cache whose library is linked. */
  public static Callbacks known(Object cache) {
    return ADAPTERS.known(cache);
  }

  /** There, all is one module, and nothing needs to be opened: nothing is ever asked of it. */
  private static Instrumentation onTheClassPath() {
    return (Instrumentation)
        Proxy.newProxyInstance(
            RealCallbacks.class.getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (proxy, method, arguments) -> {
              throw new IllegalStateException(method.getName());
            });
  }
}
