package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.integration.Integration;
import java.lang.instrument.Instrumentation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The adapter of each cache, found from the instance's class and linked when it is first asked for.
 *
 * <p>What is found is kept by the library's own classes, in a {@link ClassValue}, and by nothing
 * else: it lives and dies with the library's class loader. Finding it again allocates nothing.
 *
 * <p>Linking loads classes and builds a small cache, so it is done on the agent's own thread; later
 * lookups may come from any thread.
 */
final class Adapters {
  private final List<Integration> integrations;
  private final Linker linker;

  /** Either field is null. */
  private record Link(@Nullable Adapter adapter, @Nullable String library, String reason) {}

  private final ClassValue<Link> byBase =
      new ClassValue<>() {
        @Override
        protected Link computeValue(Class<?> base) {
          return linkTo(base);
        }
      };

  private final ClassValue<Link> byInstanceClass =
      new ClassValue<>() {
        @Override
        protected Link computeValue(Class<?> leaf) {
          for (Class<?> type = leaf; type != null; type = type.getSuperclass()) {
            if (integrationOf(type) != null) {
              return byBase.get(type);
            }
          }
          return new Link(null, "", "its class " + leaf.getName() + " is of no known library");
        }
      };

  Adapters(List<Integration> integrations, Instrumentation instrumentation) {
    this.integrations = integrations;
    this.linker = new Linker(instrumentation);
  }

  /**
   * The adapter of a cache.
   *
   * @throws Unlinkable saying why there is none
   */
  Adapter of(Object cache) throws Unlinkable {
    Link link = byInstanceClass.get(cache.getClass());
    if (link.adapter() == null) {
      throw new Unlinkable(link.reason());
    }
    return link.adapter();
  }

  /** As {@link #of}, for a cache whose adapter was found before. */
  Adapter known(Object cache) {
    Adapter adapter = byInstanceClass.get(cache.getClass()).adapter();
    if (adapter == null) {
      throw new IllegalStateException("no adapter for " + cache.getClass());
    }
    return adapter;
  }

  /** Name of the library of a cache; empty if it is of none. */
  String libraryOf(Object cache) {
    String library = byInstanceClass.get(cache.getClass()).library();
    return library == null ? "" : library;
  }

  private Link linkTo(Class<?> base) {
    Integration integration = integrationOf(base);
    if (integration == null) {
      throw new IllegalArgumentException(base.getName());
    }
    try {
      return new Link(linker.link(integration, base), integration.library(), "");
    } catch (Unlinkable unlinkable) {
      String reason = String.valueOf(unlinkable.getMessage());
      return new Link(null, integration.library(), reason);
    }
  }

  private @Nullable Integration integrationOf(Class<?> type) {
    String name = type.getName();
    for (Integration integration : integrations) {
      String base = integration.base();
      if (name.endsWith(base.substring(base.lastIndexOf('.')))) {
        return integration;
      }
    }
    return null;
  }
}
