package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.agent.log.Log;
import io.cacheshrinker.integration.Integration;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds caches that were there before a late attach. Nothing in the JVM lists the instances of a
 * class, so the libraries' housekeeping announces them, for as long as new ones keep turning up;
 * then the classes go back to what they were. Not used by an agent that came with the JVM.
 *
 * <p>What is woven is in the path of some writes, so the announcement of a cache that is known
 * already must cost next to nothing: one look into a table.
 */
public final class Discovery implements ClassFileTransformer, Consumer<Object> {
  /*
   * Shared: `known`, a table of a fixed size that is looked up by threads that write to caches. A
   * slot is overwritten by whoever comes last; a cache that lost its slot is announced again, which
   * the registry notices. `foundNanos` is written by those threads and read by the agent's own.
   * `targets` is changed by the agent's own thread and read by any that retransforms a class.
   */

  private static final int SLOTS = 1024;

  /**
   * So long a list is read again after its class was woven: a thread may still be in the method as
   * it was, and add to the list without announcing.
   */
  private static final long LIST_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** The classes go back after this long without a cache that is new. */
  private final long quietNanos;

  private final Instrumentation instrumentation;
  private final List<Integration> integrations;
  private final Weaver weaver;
  private final Births births;
  private final AtomicReferenceArray<@Nullable WeakReference<Object>> known =
      new AtomicReferenceArray<>(SLOTS);
  private final List<Target> targets = new CopyOnWriteArrayList<>();

  private volatile long foundNanos;
  private boolean open;

  /** Birth places with a list of what was born before; the agent's own thread only. */
  private final List<Listed> listed = new ArrayList<>();

  /** A loaded class whose housekeeping announces. */
  private record Target(WeakReference<Class<?>> type, Integration.Housekeeping housekeeping) {}

  /** A loaded class that lists what its users have registered. */
  private record Listed(WeakReference<Class<?>> type, String method, long sinceNanos) {}

  public Discovery(
      Instrumentation instrumentation,
      List<Integration> integrations,
      Weaver weaver,
      Births births) {
    this(instrumentation, integrations, weaver, births, TimeUnit.SECONDS.toNanos(60));
  }

  Discovery(
      Instrumentation instrumentation,
      List<Integration> integrations,
      Weaver weaver,
      Births births,
      long quietNanos) {
    this.quietNanos = quietNanos;
    this.instrumentation = instrumentation;
    this.integrations = integrations;
    this.weaver = weaver;
    this.births = births;
  }

  /**
   * Begins with libraries that were woven since the last call, and ends when nothing new has been
   * found for a while. To be called every second or so by the agent's own thread.
   */
  public void tend() throws ReflectiveOperationException {
    Class<?> birthPlace = weaver.pollWovenLate();
    List<Class<?>> begun = new ArrayList<>();
    for (; birthPlace != null; birthPlace = weaver.pollWovenLate()) {
      begun.addAll(targetsBeside(birthPlace));
    }
    announceListed();
    if (!begun.isEmpty()) {
      begin();
      retransform(begun);
    } else if (open && System.nanoTime() - foundNanos > quietNanos) {
      end();
    }
  }

  /** Whether housekeeping announces. */
  public boolean isOpen() {
    return open;
  }

  private void begin() throws ReflectiveOperationException {
    foundNanos = System.nanoTime();
    if (!open) {
      open = true;
      Hook.find(this);
      instrumentation.addTransformer(this, true);
    }
  }

  private void end() throws ReflectiveOperationException {
    open = false;
    Hook.find(null);
    instrumentation.removeTransformer(this);
    List<Class<?>> loaded = new ArrayList<>();
    for (Target target : targets) {
      Class<?> type = target.type().get();
      if (type != null) {
        loaded.add(type);
      }
    }
    targets.clear();
    retransform(loaded);
  }

  private void retransform(List<Class<?>> types) {
    for (Class<?> type : types) {
      try {
        instrumentation.retransformClasses(type);
      } catch (Exception | LinkageError refused) {
        // It stays as it is: its caches are seen when they are built anew, as without discovery.
        Log.logger().debug("{} stays as it is", type, refused);
      }
    }
  }

  /** Announces what is on the lists; the registry notices what it knows. */
  private void announceListed() {
    for (Iterator<Listed> each = listed.iterator(); each.hasNext(); ) {
      Listed list = each.next();
      Class<?> type = list.type().get();
      if (type == null || !announceListed(type, list.method())) {
        each.remove();
      } else if (System.nanoTime() - list.sinceNanos() > LIST_NANOS) {
        each.remove();
      }
    }
  }

  private boolean announceListed(Class<?> birthPlace, String method) {
    try {
      Linker.open(instrumentation, birthPlace);
      Object[] live =
          (Object[])
              MethodHandles.privateLookupIn(birthPlace, MethodHandles.lookup())
                  .findStatic(birthPlace, method, MethodType.methodType(Object[].class))
                  .invokeExact();
      for (Object cache : live) {
        births.announce(cache, Site.BEFORE_THE_ATTACH);
      }
      return true;
    } catch (Throwable unreachable) {
      Log.logger().debug("{} stays as it is", birthPlace, unreachable);
      return false;
    }
  }

  /** The housekeeping class of the same copy of the library. */
  private List<Class<?>> targetsBeside(Class<?> birthPlace) {
    List<Class<?>> beside = new ArrayList<>();
    String found = Relocation.internal(birthPlace.getName());
    for (Integration integration : integrations) {
      String original = Relocation.internal(integration.birth().owner());
      if (!found.endsWith(original.substring(original.lastIndexOf('/')))) {
        continue;
      }
      Integration.Listing listing = integration.listing();
      if (listing != null) {
        listed.add(
            new Listed(new WeakReference<>(birthPlace), listing.method(), System.nanoTime()));
      }
      Integration.Housekeeping housekeeping = integration.housekeeping();
      if (housekeeping == null) {
        continue;
      }
      String owner = Relocation.between(original, found).mapBinary(housekeeping.owner());
      for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
        if (loaded.getClassLoader() == birthPlace.getClassLoader()
            && loaded.getName().equals(owner)) {
          beside.add(loaded);
          targets.add(new Target(new WeakReference<>(loaded), housekeeping));
        }
      }
    }
    return beside;
  }

  /** A cache does its housekeeping. Called by threads that write to caches. */
  @Override
  public void accept(Object cache) {
    if (births.isMutedHere()) {
      return;
    }
    int slot = System.identityHashCode(cache) & SLOTS - 1;
    WeakReference<Object> there = known.get(slot);
    if (there != null && there.refersTo(cache)) {
      return;
    }
    known.set(slot, new WeakReference<>(cache));
    foundNanos = System.nanoTime();
    births.announce(cache, Site.BEFORE_THE_ATTACH);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (redefined == null) {
      return null;
    }
    try {
      for (Target target : targets) {
        if (target.type().refersTo(redefined)) {
          return HousekeepingCall.weave(bytes, target.housekeeping());
        }
      }
    } catch (RuntimeException unreadable) {
      Log.logger().debug("{} cannot be read", className, unreadable);
    }
    return null;
  }
}
