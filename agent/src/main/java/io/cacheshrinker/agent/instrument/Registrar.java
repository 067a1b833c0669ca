package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.agent.instrument.OwnerLink.Ended;
import io.cacheshrinker.agent.instrument.OwnerLink.How;
import io.cacheshrinker.agent.instrument.OwnersWord.Said;
import io.cacheshrinker.agent.log.Log;
import io.cacheshrinker.agent.options.NameCharset;
import io.cacheshrinker.agent.options.Options;
import io.cacheshrinker.agent.registry.Newborn;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import io.cacheshrinker.integration.Integration;
import java.lang.instrument.Instrumentation;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Makes shrinkers of newborn caches: links the adapter, asks for the contract, gives the name and
 * the group, and registers. All of it happens on the agent's own thread, some time after the
 * constructor returned; what cannot be registered goes to the inventory.
 */
public final class Registrar {
  /** Entries that always stay unless somebody says otherwise: small caches are not worth a pass. */
  private static final long DEFAULT_FLOOR = 100;

  private final Births births;
  private final Adapters adapters;
  private final DeclaredCaches declared;
  private final Inventory inventory;
  private final Options options;
  private final Registry registry;
  private final Names names = new Names();
  private final Groups groups = new Groups();
  private final WaitingRoom waiting = new WaitingRoom();
  private final Set<RegisteredShrinker> named = new HashSet<>();

  /** Filled by threads of the application, emptied by the agent's own. */
  private final Queue<Ended> endedByOwners = new ConcurrentLinkedQueue<>();

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
    this.declared = new DeclaredCaches(births.declarations(), instrumentation, inventory);
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
    endings();
    groups.takeGone().forEach(registry::removeGroup);
    for (Birth survivor : waiting.survivors()) {
      registered += register(survivor) ? 1 : 0;
    }
    Birth due = births.takeAllOldestFirst();
    while (due != null) {
      Birth birth = due;
      due = birth.next;
      birth.next = null;
      if (!birth.site.equals(Site.NOT_LOOKED_UP)) {
        registered += register(birth) ? 1 : 0;
      } else if (!enter(birth)) {
        turnedAway++;
      }
    }
    return registered;
  }

  private boolean enter(Birth birth) {
    try {
      return waiting.enter(birth);
    } catch (OutOfMemoryError noRoom) {
      return false;
    }
  }

  /** Whether caches of a storm wait for a collection to decide about them. */
  public boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  /** Caches that came too fast to be looked at, and are not shrunk. */
  public long lost() {
    return births.lost() + turnedAway;
  }

  private void endings() {
    for (Ended next = endedByOwners.poll(); next != null; next = endedByOwners.poll()) {
      RegisteredShrinker shrinker = next.shrinker();
      closed(shrinker);
      if (next.how() == How.LOST) {
        inventory.notRegistered(
            new Unregistered(
                shrinker.name(),
                shrinker.library(),
                shrinker.createdAt(),
                "its shrinker was collected although its owner lives: keep the shrinker or its"
                    + " handle in a field of the owner"));
      } else if (next.how() == How.ABANDONED) {
        Log.logger()
            .warn(
                "{} was closed while the JVM shuts down, and a callback still runs; its close waits"
                    + " no longer.",
                shrinker.name());
      }
    }
  }

  /** A cache was collected or closed: its name is free again. The second time: no effect. */
  public void closed(RegisteredShrinker shrinker) {
    if (named.remove(shrinker)) {
      names.release(shrinker.name());
    }
  }

  /** Throws nothing, whatever a cache or its loader does: others are waiting behind it. */
  private boolean register(Birth birth) {
    Object cache = birth.get();
    if (cache == null) {
      return false;
    }
    try {
      return births.unannounced(() -> register(cache, birth.site));
    } catch (Throwable failure) {
      refuse(cache, birth.site, failure);
      return false;
    }
  }

  private boolean register(Object cache, Site site) throws Unlinkable {
    if (declared.declares(cache)) {
      return registerDeclared(cache, site);
    }
    Adapter adapter = adapters.of(cache);
    OwnersWord word = adapter.ownersWord();
    return word == null
        ? registerFound(cache, site, adapter)
        : registerOwned(cache, site, adapter, word);
  }

  private boolean registerFound(Object cache, Site site, Adapter adapter) {
    String name = names.take(adapter.library(), site.readable());
    ClassLoader loader =
        site.equals(Site.BEFORE_THE_ATTACH) ? cache.getClass().getClassLoader() : site.loader();
    RegisteredShrinker shrinker =
        alloc(name, () -> newborn(cache, adapter, name, site, loader, null, null));
    if (shrinker == null) {
      return false;
    }
    if (adapter.listens(cache)) {
      shrinker.listenedTo();
    }
    registry.register(shrinker);
    say(shrinker);
    return true;
  }

  /** The owner may close it at any time: it has the way back before the first callback can run. */
  private boolean registerOwned(Object cache, Site site, Adapter adapter, OwnersWord word) {
    Object owner = word.owner(cache);
    if (owner == null) {
      return false;
    }
    Said said = word.said(cache);
    String name = names.takeGiven(said.name());
    ClassLoader loader = site.equals(Site.BEFORE_THE_ATTACH) ? word.loader(cache) : site.loader();
    RegisteredShrinker shrinker =
        alloc(
            name,
            () -> newborn(cache, adapter, name, site, loader, said, owner == cache ? null : owner));
    if (shrinker == null) {
      return false;
    }
    shrinker.lookedInto();
    if (said.bytesPerEntry() > 0) {
      shrinker.bytesPerEntry(said.bytesPerEntry());
    }
    boolean linked = false;
    try {
      linked = word.link(cache, new OwnerLink(registry, shrinker, endedByOwners));
    } finally {
      if (!linked) {
        registry.close(shrinker);
        closed(shrinker);
      }
    }
    if (!linked) {
      return false;
    }
    registry.register(shrinker);
    complainOf("name", said.name(), Names.cleanGiven(said.name()));
    say(shrinker);
    return true;
  }

  /** What an instance brings, each for itself: one that cannot be registered stops no other. */
  private boolean registerDeclared(Object instance, Site site) {
    boolean any = false;
    for (DeclaredCaches.Cache cache : declared.broughtBy(instance)) {
      try {
        any |= registerDeclared(cache, instance, site);
      } catch (Unlinkable known) {
        declared.refuse(
            cache.link().declared(), site.readable(), String.valueOf(known.getMessage()));
      }
    }
    return any;
  }

  private boolean registerDeclared(DeclaredCaches.Cache brought, Object instance, Site site)
      throws Unlinkable {
    Known known = brought.link().known();
    if (known instanceof DeclaredMap map) {
      String unguarded = map.unguarded(brought.cache());
      if (unguarded != null) {
        throw DeclarationLinker.unguarded(unguarded);
      }
    }
    Said written = brought.link().declared().said();
    Said said = known instanceof DeclaredMap map ? map.batched(written) : written;
    String name = names.takeGiven(said.name());
    ClassLoader loader = site.isKnown() ? site.loader() : instance.getClass().getClassLoader();
    RegisteredShrinker shrinker =
        alloc(
            name, () -> newborn(brought.cache(), known, name, site, loader, said, brought.owner()));
    if (shrinker == null) {
      return false;
    }
    if (known instanceof DeclaredMethods) {
      shrinker.lookedInto();
    }
    if (said.bytesPerEntry() > 0) {
      shrinker.bytesPerEntry(said.bytesPerEntry());
    }
    registry.register(shrinker);
    complainOf("name", said.name(), Names.cleanGiven(said.name()));
    say(shrinker);
    return true;
  }

  /** Null if this very instance is registered already; then the name is free again. */
  private @Nullable RegisteredShrinker alloc(String name, Supplier<Newborn> newborn) {
    RegisteredShrinker shrinker = null;
    try {
      shrinker = registry.alloc(newborn.get());
    } finally {
      if (shrinker == null) {
        names.release(name);
      } else {
        named.add(shrinker);
      }
    }
    return shrinker;
  }

  /** What the operator wrote is stronger than what the owner said, and that than what we think. */
  private Newborn newborn(
      Object cache,
      Known adapter,
      String name,
      Site site,
      @Nullable ClassLoader loader,
      @Nullable Said said,
      @Nullable Object owner) {
    Contract contract = Contract.parse(adapter.contract(cache), adapter.listens(cache));
    String standIn = said == null && !site.isKnown() ? site.readable() : null;
    Contract.Verdict verdict = contract.verdict(name, standIn, options);
    long seeks = said == null ? -1 : said.seeks();
    long floor = said == null ? -1 : said.floor();
    long batch = said == null ? 0 : said.batch();
    return new Newborn(
        cache,
        name,
        groupOf(name, loader, said),
        adapter.library(),
        site.readable(),
        contract.evictionClass(),
        verdict.reason(),
        verdict.eligible(),
        options.seeksFor(name, seeks < 0 ? adapter.seeks(cache) : (int) seeks),
        seeks >= 0 || options.userSeeks(name),
        options.floorFor(name, floor < 0 ? DEFAULT_FLOOR : floor),
        adapter instanceof Adapter ? adapters::known : declared::known,
        batch == 0 ? RegisteredShrinker.DEFAULT_BATCH : (int) batch,
        said != null && said.splitsByGroup(),
        owner,
        verdict.swept());
  }

  private String groupOf(String name, @Nullable ClassLoader loader, @Nullable Said said) {
    String asked = options.groupFor(name);
    String written = said == null ? null : said.group();
    if (asked == null && written != null) {
      asked = NameCharset.clean(written);
      complainOf("group", written, asked);
    }
    if (asked == null) {
      return groups.of(loader);
    }
    groups.named(asked);
    return asked;
  }

  private static void complainOf(String what, String written, String used) {
    if (!written.equals(used)) {
      Log.logger()
          .warn(
              "{} \"{}\" has characters that names cannot have; using {}. Allowed are {}.",
              what,
              written,
              used,
              NameCharset.ALLOWED);
    }
  }

  private void refuse(Object cache, Site site, Throwable failure) {
    try {
      String reason =
          failure instanceof Unlinkable
              ? String.valueOf(failure.getMessage())
              : "it could not be registered (" + failure + ")";
      String library = adapters.libraryOf(cache);
      String name = (library.isEmpty() ? "unknown" : library) + "/" + site.readable();
      inventory.notRegistered(new Unregistered(name, library, site.readable(), reason));
    } catch (Throwable noMemoryForAReason) {
      turnedAway++;
    }
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
