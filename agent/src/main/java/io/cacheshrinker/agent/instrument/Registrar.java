package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.agent.log.Log;
import io.cacheshrinker.agent.options.Options;
import io.cacheshrinker.agent.registry.Newborn;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import io.cacheshrinker.integration.Integration;
import java.lang.instrument.Instrumentation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Makes shrinkers of newborn caches: links the adapter, asks for the contract, gives the name and
 * the group, and registers. All of it happens on the agent's own thread, some time after the
 * constructor returned; what cannot be registered goes to the inventory.
 */
public final class Registrar {
  /** How dear an entry is unless somebody says otherwise: that of Linux (DEFAULT_SEEKS). */
  private static final int DEFAULT_SEEKS = 2;

  /** Entries that always stay unless somebody says otherwise: small caches are not worth a pass. */
  private static final long DEFAULT_FLOOR = 100;

  private final Births births;
  private final Adapters adapters;
  private final Inventory inventory;
  private final Options options;
  private final Registry registry;
  private final Names names = new Names();
  private final Groups groups = new Groups();
  private final WaitingRoom waiting = new WaitingRoom();
  private long turnedAway;

  public Registrar(
      Births births,
      List<Integration> integrations,
      Instrumentation instrumentation,
      Inventory inventory,
      Options options,
      Registry registry) {
    this.births = births;
    this.adapters = new Adapters(integrations, instrumentation);
    this.inventory = inventory;
    this.options = options;
    this.registry = registry;
  }

  /**
   * Registers what was born since the last call. To be called when births wake the thread, and
   * every second or so while {@link #hasWaiting()}.
   *
   * @return how many caches were registered
   */
  public int drain() {
    int registered = 0;
    for (Birth survivor : waiting.survivors()) {
      registered += register(survivor) ? 1 : 0;
    }
    Deque<Birth> oldestFirst = new ArrayDeque<>();
    for (Birth birth = births.takeAll(); birth != null; birth = birth.older) {
      oldestFirst.push(birth);
    }
    for (Birth birth : oldestFirst) {
      birth.older = null;
      if (!birth.site.equals(Site.NOT_LOOKED_UP)) {
        registered += register(birth) ? 1 : 0;
      } else if (!waiting.enter(birth)) {
        turnedAway++;
      }
    }
    return registered;
  }

  /** Whether caches of a storm wait for a collection to decide about them. */
  public boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  /** Caches that came too fast to be looked at, and are not shrunk. */
  public long lost() {
    return births.lost() + turnedAway;
  }

  /** A cache was collected or closed: its name is free again. */
  public void closed(RegisteredShrinker shrinker) {
    names.release(shrinker.name());
  }

  private boolean register(Birth birth) {
    Object cache = birth.get();
    if (cache == null) {
      return false;
    }
    try {
      return births.unannounced(() -> register(cache, birth.site));
    } catch (Unlinkable unlinkable) {
      refuse(cache, birth.site, String.valueOf(unlinkable.getMessage()));
    } catch (RuntimeException | LinkageError failure) {
      refuse(cache, birth.site, "it could not be registered (" + failure + ")");
    }
    return false;
  }

  private boolean register(Object cache, Site site) throws Unlinkable {
    Adapter adapter = adapters.of(cache);
    Contract contract = Contract.parse(adapter.contract(cache));
    String createdAt = site.readable();
    String name = names.take(adapter.library(), createdAt);
    RegisteredShrinker shrinker = null;
    try {
      shrinker = registry.alloc(newborn(cache, adapter.library(), name, site, contract));
    } finally {
      if (shrinker == null) {
        names.release(name);
      }
    }
    if (shrinker == null) {
      return false;
    }
    registry.register(shrinker);
    say(shrinker);
    return true;
  }

  private Newborn newborn(Object cache, String library, String name, Site site, Contract contract) {
    String asked = options.groupFor(name);
    Contract.Verdict verdict = contract.verdict(name, options);
    return new Newborn(
        cache,
        name,
        asked == null ? groups.of(loaderOf(cache, site)) : asked,
        library,
        site.readable(),
        contract.evictionClass(),
        verdict.reason(),
        verdict.eligible(),
        options.seeksFor(name, DEFAULT_SEEKS),
        options.userSeeks(name),
        options.floorFor(name, DEFAULT_FLOOR),
        adapters::known);
  }

  /** Of a cache whose creation nobody saw, the loader of its library is the best guess. */
  private static @Nullable ClassLoader loaderOf(Object cache, Site site) {
    return site.equals(Site.BEFORE_THE_ATTACH) ? cache.getClass().getClassLoader() : site.loader();
  }

  private void refuse(Object cache, Site site, String reason) {
    String library = adapters.libraryOf(cache);
    String name = (library.isEmpty() ? "unknown" : library) + "/" + site.readable();
    inventory.notRegistered(new Unregistered(name, library, site.readable(), reason));
  }

  private static void say(RegisteredShrinker shrinker) {
    Logger log = Log.logger();
    if (log.isDebugEnabled()) {
      log.debug(
          "registered {}; class {}, {}, {}, group \"{}\".",
          shrinker.name(),
          shrinker.evictionClass(),
          shrinker.reason(),
          shrinker.eligible() ? "eligible" : "not eligible",
          shrinker.group());
    }
  }
}
