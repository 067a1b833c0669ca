package io.cacheshrinker.agent.instrument;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cacheshrinker.Shrinkable;
import io.cacheshrinker.Shrinker;
import io.cacheshrinker.agent.options.Options;
import io.cacheshrinker.agent.registry.Callbacks;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import io.cacheshrinker.integration.Integrations;
import java.io.IOException;
import java.lang.ref.Reference;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From the annotation in a class file to the registry and to what a scan takes. */
@SuppressWarnings({"UnusedVariable", "UnusedMethod"}) // Used by name only, as by any application.
class DeclaredCachesTest {
  private static final int ENTRIES = 200;
  private static final String NAMED = Named.class.getName();
  private static final List<String> NAMES =
      List.of(
          NAMED,
          NamedNoMap.class.getName(),
          "org.apache.commons.collections4.map.LRUMap",
          "org.apache.commons.collections.map.LRUMap");

  private final Declarations declarations =
      new Declarations(
          Options.read("opt-in=class/" + String.join(";class/", NAMES), Map.of(), new Properties())
              .options()
              .optIn());
  private final Births births = new Births(Integrations.all(), declarations, () -> {});
  private final Inventory inventory = new Inventory(() -> {});
  private final Weaver weaver = new Weaver(Integrations.all(), inventory, declarations);
  private final Registry registry = new Registry();
  private final Registrar registrar =
      new Registrar(
          births,
          Integrations.all(),
          ByteBuddyAgent.install(),
          inventory,
          Options.read("", Map.of(), new Properties()).options(),
          registry);

  @Shrinkable(name = "pages of/mine", group = "shop", seeks = 7, floor = 3, bytesPerEntry = 50)
  static class ByMarks {
    private int entries = ENTRIES;

    ByMarks() {}

    ByMarks(int entries) {
      this();
      this.entries = entries;
    }

    @Shrinkable.Count
    private int size() {
      return entries;
    }

    @Shrinkable.Scan
    private int evict(int atMost) {
      entries -= atMost;
      return atMost;
    }
  }

  @Shrinkable(count = "size", scan = "evict")
  static class ByNames extends ByMarks {}

  @Shrinkable
  static class NoMethods {}

  @Shrinkable(count = "size", scan = "gone")
  static class WrongScan {
    long size() {
      return 0;
    }

    void gone(long atMost) {}
  }

  @Shrinkable(guardedBy = "this")
  static class Lru extends LinkedHashMap<Integer, String> {
    private static final long serialVersionUID = 1L;
  }

  @Shrinkable(seeks = -3, count = "size", scan = "evict")
  static class WrongNumber extends ByMarks {}

  /** Says nothing; an option names it. */
  static class Named extends LinkedHashMap<Integer, String> {
    private static final long serialVersionUID = 1L;
  }

  static class NamedNoMap {}

  static class StaticField {
    @Shrinkable static final Map<Integer, String> CACHE = new ConcurrentHashMap<>();
  }

  static class NoMap {
    @Shrinkable List<String> names = List.of();
  }

  static class Unguarded {
    @Shrinkable LinkedHashMap<Integer, String> recent = new LinkedHashMap<>();
  }

  static class UnguardedInDisguise {
    @Shrinkable Map<Integer, String> recent = new HashMap<>();
  }

  static class NoSuchGuard {
    @Shrinkable(guardedBy = "lokc")
    Map<Integer, String> recent = new LinkedHashMap<>();

    final Object lock = new Object();
  }

  static class Concurrent {
    @Shrinkable private ConcurrentMap<Integer, String> cache = new ConcurrentHashMap<>();
  }

  static class Weak {
    @Shrinkable(guardedBy = "this")
    private Map<Integer, String> cache = new WeakHashMap<>();
  }

  static class Guarded {
    @Shrinkable(guardedBy = "guard")
    private @Nullable Map<Integer, String> cache = filled(new LinkedHashMap<>());

    private @Nullable Object guard;

    Guarded(Object guard) {
      this.guard = guard;
    }
  }

  static class GuardedByItself {
    @Shrinkable(guardedBy = "cache")
    final Map<Integer, String> cache =
        Collections.synchronizedMap(filled(new LinkedHashMap<>(16, 0.75f, true)));
  }

  private static Map<Integer, String> filled(Map<Integer, String> map) {
    for (int i = 0; i < ENTRIES; i++) {
      map.put(i, "value " + i);
    }
    return map;
  }

  private byte[] weave(Class<?> type) {
    try {
      String name = type.getName().replace('.', '/');
      return requireNonNull(weaver.weave(type.getClassLoader(), name, ClassFile.bytesOf(name)));
    } catch (IOException gone) {
      throw new IllegalStateException(gone);
    }
  }

  private RegisteredShrinker register(Object instance) {
    weave(instance.getClass());
    births.announce(instance, Site.UNKNOWN);
    registrar.drain();
    assertThat(registry.shrinkers()).as(inventory.unregistered().toString()).hasSize(1);
    return registry.shrinkers().get(0);
  }

  private static long scan(RegisteredShrinker shrinker, long asked) {
    Object cache = requireNonNull(shrinker.pin());
    try {
      return shrinker.callbacks(cache).scan(cache, asked, new long[1]);
    } finally {
      shrinker.unpin();
    }
  }

  private static long count(RegisteredShrinker shrinker) {
    Object cache = requireNonNull(shrinker.pin());
    try {
      return shrinker.callbacks(cache).count(cache);
    } finally {
      shrinker.unpin();
    }
  }

  @Test
  void class_thatMarksItsMethods_isRegisteredAsItSays() {
    ByMarks pages = new ByMarks();

    RegisteredShrinker shrinker = register(pages);

    assertThat(shrinker.name()).isEqualTo("pages_of/mine");
    assertThat(shrinker.library()).isEqualTo("declared");
    assertThat(shrinker.group()).isEqualTo("shop");
    assertThat(shrinker.seeks()).isEqualTo(7);
    assertThat(shrinker.floor()).isEqualTo(3);
    assertThat(shrinker.bytesPerEntry()).isEqualTo(50);
    assertThat(shrinker.mayShed()).isTrue();
    assertThat(count(shrinker)).isEqualTo(ENTRIES);
    assertThat(scan(shrinker, 20)).isEqualTo(20);
    assertThat(pages.entries).isEqualTo(ENTRIES - 20);
  }

  @Test
  void subclass_thatDeclaresToo_isRegisteredOnceAndByItsOwnWord() {
    ByNames pages = new ByNames();
    weave(ByMarks.class);
    weave(ByNames.class);
    births.announce(pages, Site.UNKNOWN);
    births.announce(pages, Site.UNKNOWN);

    registrar.drain();

    RegisteredShrinker shrinker = registry.shrinkers().get(0);
    assertThat(registry.size()).isOne();
    assertThat(shrinker.name()).isEqualTo("declared/" + ByNames.class.getName());
    assertThat(scan(shrinker, 20)).isEqualTo(20);
    Reference.reachabilityFence(pages);
  }

  @Test
  void constructors_ofADeclaredClass_announceOnceOnEachPath() {
    byte[] woven = weave(ByMarks.class);

    Map<String, Integer> calls = new TreeMap<>();
    ClassFile.visitMethods(
        woven,
        method ->
            new MethodVisitor(Opcodes.ASM9) {
              @Override
              public void visitMethodInsn(
                  int opcode, String owner, String name, String descriptor, boolean isInterface) {
                if (owner.equals(Hook.INTERNAL_NAME)) {
                  calls.merge(method, 1, Integer::sum);
                }
              }
            });

    assertThat(calls).containsExactly(Map.entry("<init>()V", 1));
  }

  @Test
  void concurrentMap_inAField_isShedAndFollowedWhenItIsAssignedAgain() {
    Concurrent owner = new Concurrent();
    filled(owner.cache);
    RegisteredShrinker shrinker = register(owner);
    assertThat(shrinker.name()).isEqualTo("declared/" + Concurrent.class.getName() + ".cache");
    assertThat(shrinker.mayShed()).as("before it was looked into").isFalse();
    assertThat(scan(shrinker, 20)).isEqualTo(20);
    assertThat(owner.cache).hasSize(ENTRIES - 20);

    ConcurrentMap<Integer, String> first = owner.cache;
    owner.cache = new ConcurrentHashMap<>(Map.of(1, "one"));

    assertThat(count(shrinker)).isOne();
    assertThat(scan(shrinker, 20)).isOne();
    assertThat(first).hasSize(ENTRIES - 20);
  }

  static Stream<Object> guards() {
    return Stream.of(
        new Object(), new ReentrantLock(), new ReentrantReadWriteLock(), new StampedLock());
  }

  @ParameterizedTest
  @MethodSource("guards")
  void linkedHashMap_underItsGuard_givesItsFirstEntries(Object guard) {
    Guarded owner = new Guarded(guard);
    RegisteredShrinker shrinker = register(owner);

    assertThat(scan(shrinker, 20)).isEqualTo(20);

    assertThat(owner.cache).hasSize(ENTRIES - 20).containsKey(20).doesNotContainKey(19);
    owner.guard = null;
    assertThat(scan(shrinker, 20)).isEqualTo(Shrinker.STOP);
    owner.guard = guard;
    owner.cache = null;
    assertThat(count(shrinker)).isZero();
    assertThat(scan(shrinker, 20)).isEqualTo(Shrinker.STOP);
  }

  static Stream<Arguments> locks() {
    ReentrantLock lock = new ReentrantLock();
    ReadWriteLock both = new ReentrantReadWriteLock();
    StampedLock stamped = new StampedLock();
    return Stream.of(
        Arguments.of(lock, lock),
        Arguments.of(both, both.readLock()),
        Arguments.of(stamped, stamped.asReadLock()));
  }

  @ParameterizedTest
  @MethodSource("locks")
  void lock_thatIsHeldByAnother_isNotWaitedForForEver(Object guard, Lock held) throws Exception {
    Guarded owner = new Guarded(guard);
    RegisteredShrinker shrinker = register(owner);
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Thread holder =
        new Thread(
            () -> {
              held.lock();
              try {
                taken.countDown();
                done.await();
              } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
              } finally {
                held.unlock();
              }
            });
    holder.start();
    taken.await();

    assertThat(scan(shrinker, 20)).isEqualTo(Shrinker.STOP);

    done.countDown();
    holder.join();
    assertThat(scan(shrinker, 20)).isEqualTo(20);
  }

  @Test
  void size_ofAMapThatMayChangeWhenAsked_isReadUnderTheGuard() {
    ReentrantLock lock = new ReentrantLock();
    Guarded owner = new Guarded(lock);
    boolean[] held = new boolean[1];
    owner.cache =
        new AbstractMap<>() {
          @Override
          public Set<Entry<Integer, String>> entrySet() {
            held[0] = lock.isHeldByCurrentThread();
            return Set.of(Map.entry(1, "one"));
          }
        };

    assertThat(count(register(owner))).isOne();
    assertThat(held[0]).isTrue();
  }

  @Test
  void synchronizedMap_thatGuardsItself_givesTheLeastRecentlyUsed() {
    GuardedByItself owner = new GuardedByItself();
    RegisteredShrinker shrinker = register(owner);
    owner.cache.get(0);

    assertThat(scan(shrinker, 20)).isEqualTo(20);

    assertThat(owner.cache).containsKeys(0, 21).doesNotContainKey(20);
  }

  @Test
  void map_thatIsTheInstanceItself_isShedUnderItsMonitor() {
    Lru lru = new Lru();
    filled(lru);
    RegisteredShrinker shrinker = register(lru);

    assertThat(scan(shrinker, 20)).isEqualTo(20);

    assertThat(lru).hasSize(ENTRIES - 20).doesNotContainKey(19);
  }

  static Stream<Map<Object, Object>> lruMaps() {
    return Stream.of(new org.apache.commons.collections4.map.LRUMap<>(ENTRIES), untyped());
  }

  @SuppressWarnings("unchecked") // Version 3 is older than generics.
  private static Map<Object, Object> untyped() {
    return new org.apache.commons.collections.map.LRUMap(ENTRIES);
  }

  @ParameterizedTest
  @MethodSource("lruMaps")
  void lruMap_ofCommonsCollections_givesTheLeastRecentlyUsed(Map<Object, Object> map) {
    for (int i = 0; i < ENTRIES; i++) {
      map.put(i, "value " + i);
    }
    map.get(0);
    RegisteredShrinker shrinker = register(map);
    assertThat(shrinker.name()).isEqualTo("class/" + map.getClass().getName());

    assertThat(scan(shrinker, 20)).isEqualTo(20);

    assertThat(map).hasSize(ENTRIES - 20).containsKeys(0, 21).doesNotContainKey(20);
  }

  @Test
  void map_ofAClassThatAnOptionNames_isShedUnderItsMonitor() throws Exception {
    Named named = new Named();
    filled(named);
    RegisteredShrinker shrinker = register(named);
    assertThat(shrinker.name()).isEqualTo("class/" + NAMED);
    CountDownLatch started = new CountDownLatch(1);
    long[] freed = new long[1];
    Thread scanner =
        new Thread(
            () -> {
              started.countDown();
              freed[0] = scan(shrinker, 20);
            });

    synchronized (named) {
      scanner.start();
      started.await();
      await().until(() -> scanner.getState() == Thread.State.BLOCKED);
      assertThat(named).hasSize(ENTRIES);
    }

    scanner.join();
    assertThat(freed[0]).isEqualTo(20);
    assertThat(named).hasSize(ENTRIES - 20).doesNotContainKey(19);
  }

  @Test
  void sample_ofAMap_holdsItsKeysAndValuesAndChangesNothing() {
    GuardedByItself owner = new GuardedByItself();
    RegisteredShrinker shrinker = register(owner);
    Object cache = requireNonNull(shrinker.pin());
    Object[] triples = new Object[9];
    Callbacks callbacks = shrinker.callbacks(cache);

    assertThat(callbacks.sample(cache, triples)).isEqualTo(3);

    shrinker.unpin();
    assertThat(triples).contains(0, "value 0", 2, "value 2").doesNotContainNull();
    assertThat(owner.cache).hasSize(ENTRIES);
  }

  @Test
  void weakMap_isNotEligible() {
    RegisteredShrinker shrinker = register(new Weak());

    assertThat(shrinker.evictionClass()).isEqualTo("X");
    assertThat(count(shrinker)).isZero();
    assertThat(shrinker.eligible()).isFalse();
  }

  static Stream<Arguments> misuses() {
    return Stream.of(
        misuse(NoMethods::new, "", "no method is named by count= or marked"),
        misuse(
            WrongScan::new,
            "",
            "the class has no method gone of its objects that takes a long or int"),
        misuse(WrongNumber::new, "", "seeks is -3, and 0 to 1000000 is allowed"),
        misuse(NamedNoMap::new, "", "opt-in names a class that is no map"),
        misuse(StaticField::new, ".CACHE", "the field is static"),
        misuse(NoMap::new, ".names", "the type of the field is java.util.List, which is no map"),
        misuse(
            Unguarded::new,
            ".recent",
            "a java.util.LinkedHashMap cannot be entered without its lock"),
        misuse(
            UnguardedInDisguise::new,
            ".recent",
            "a java.util.HashMap cannot be entered without its lock"),
        misuse(NoSuchGuard::new, ".recent", "guardedBy is \"lokc\", and the class has no field"));
  }

  private static Arguments misuse(Supplier<Object> instance, String member, String reason) {
    return Arguments.of(instance, member, reason);
  }

  @ParameterizedTest
  @MethodSource("misuses")
  void misuse_isSaidOnceAndListed(Supplier<Object> instances, String member, String reason)
      throws IOException {
    Object first = instances.get();
    Object second = instances.get();
    Class<?> type = first.getClass();
    String name = type.getName().replace('.', '/');
    weaver.weave(type.getClassLoader(), name, ClassFile.bytesOf(name));
    if (declarations.mayDeclare(type)) {
      births.announce(first, Site.UNKNOWN);
      births.announce(second, Site.UNKNOWN);
      registrar.drain();
    }

    assertThat(registry.size()).isZero();
    assertThat(inventory.unregistered())
        .singleElement()
        .satisfies(
            wrong -> {
              assertThat(wrong.name()).isEqualTo("declared/" + type.getName() + member);
              assertThat(wrong.reason()).contains(reason);
            });
    assertThat(inventory.takeUnsaid()).hasSize(1);
  }
}
