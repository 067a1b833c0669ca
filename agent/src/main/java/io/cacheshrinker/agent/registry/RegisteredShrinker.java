package io.cacheshrinker.agent.registry;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the registry holds of one cache: who it is, how it may be entered, what it owes, and what is
 * known of it. The cache itself is held weakly; nothing here keeps it or its class loader alive.
 *
 * <p>To run a callback, in this order: {@link #pin()}, skip if that is null; {@link
 * #callbacks(Object)}; call; {@link #unpin()} in a finally, by the same thread; then touch the
 * cache no more. While a thread holds a pin, no close of this shrinker returns, and the cache is
 * strongly reachable from that thread's stack. All other methods may be called by any thread at any
 * time.
 */
public final class RegisteredShrinker {
  /** Entries that a pass asks for at a time. */
  public static final int DEFAULT_BATCH = 128;

  private final Registry registry;
  private final int id;
  private final String name;
  private final String group;
  private final String library;
  private final String createdAt;
  private final String evictionClass;
  private final CacheRef cache;
  private final Function<Object, Callbacks> callbacks;

  private final StateWord state = new StateWord();
  private final Deferred deferred = new Deferred();
  private final Effect effect = new Effect();
  private final Tally tally = new Tally();

  /** Whether passes may shed, and why; one reference, so that both are always of one mind. */
  private volatile Standing standing;

  /**
   * How dear an entry is, and whether that is the user's word; one reference for the same cause.
   */
  private volatile Seeks seeks;

  // Independent settings and estimates: a reader that misses the newest value is late, not wrong.
  private volatile long floor;
  private volatile boolean enabled = true;
  private volatile double bytesPerEntry;
  private volatile double loadMicros;
  private volatile int computedSeeks;

  private record Standing(boolean eligible, String reason) {}

  private record Seeks(int seeks, boolean byUser) {}

  RegisteredShrinker(Registry registry, int id, Newborn born, CacheRef cache) {
    this.registry = registry;
    this.id = id;
    this.name = born.name();
    this.group = born.group();
    this.library = born.library();
    this.createdAt = born.createdAt();
    this.evictionClass = born.evictionClass();
    this.callbacks = born.callbacks();
    this.cache = cache;
    this.standing = new Standing(born.eligible(), born.reason());
    this.seeks = new Seeks(born.seeks(), born.seeksByUser());
    this.floor = born.floor();
    this.computedSeeks = born.seeks();
  }

  /**
   * Enters the cache: no close returns until {@link #unpin()}.
   *
   * @return the cache, or null: not registered yet, closed, collected, or too many are in. Skip it.
   */
  public @Nullable Object pin() {
    assert !registry.isWriting() : "a callback would run under the writers' lock";
    Held held = Held.byThisThread();
    if (held.isFull() || !state.pin()) {
      return null;
    }
    held.push(this);
    Object entered = cache.get();
    if (entered == null) {
      unpin();
    }
    return entered;
  }

  /** Leaves the cache; by the thread that pinned it. */
  public void unpin() {
    Held.byThisThread().remove(this);
    if (state.unpin()) {
      registry.unlink(this);
    }
  }

  /** Callbacks running or about to. */
  public int pins() {
    return state.pins();
  }

  /** How to count and scan; only between pin and unpin, with what pin returned. */
  public Callbacks callbacks(Object pinnedCache) {
    return callbacks.apply(pinnedCache);
  }

  /** Registered and not closed; stale as soon as it is read. */
  public boolean isLive() {
    return state.isLive();
  }

  /** Place in the registry: smallest free at birth, given to another after close. */
  public int id() {
    return id;
  }

  public String name() {
    return name;
  }

  public String group() {
    return group;
  }

  public String library() {
    return library;
  }

  /** Creation site, {@code class.method}. */
  public String createdAt() {
    return createdAt;
  }

  /** Letter of the eviction contract. */
  public String evictionClass() {
    return evictionClass;
  }

  /** Whether the eviction contract lets passes shed from it. */
  public boolean eligible() {
    return standing.eligible();
  }

  /** Why it is, or is not, eligible. */
  public String reason() {
    return standing.reason();
  }

  /** Not eligible from now on; the first reason stays. */
  public void demote(String reason) {
    if (standing.eligible()) {
      standing = new Standing(false, reason);
    }
  }

  /** Eligible, and not switched off by the user. */
  public boolean mayShrink() {
    return standing.eligible() && enabled;
  }

  /**
   * How dear an entry is to rebuild; bigger is spared, 2 is the default, 0 is free. The user's
   * word, else what the last pass computed.
   */
  public int seeks() {
    Seeks now = seeks;
    return now.byUser() ? now.seeks() : computedSeeks;
  }

  /** What a pass makes of bytes and load times; shown unless the user said otherwise. */
  public void computedSeeks(int value) {
    computedSeeks = value;
  }

  /** Whether {@link #seeks()} is the user's word, which nothing learned overwrites. */
  public boolean seeksByUser() {
    return seeks.byUser();
  }

  /** The user's word. */
  public void seeks(int byUser) {
    seeks = new Seeks(byUser, true);
  }

  /** Entries that a pass asks for at a time. */
  public int batch() {
    return DEFAULT_BATCH;
  }

  /** Entries that always stay. */
  public long floor() {
    return floor;
  }

  public void floor(long entries) {
    floor = entries;
  }

  public boolean enabled() {
    return enabled;
  }

  public void enabled(boolean shrinkable) {
    enabled = shrinkable;
  }

  /** Scan work carried over from pass to pass. */
  public Deferred deferred() {
    return deferred;
  }

  /** Accounts entries looked at and entries shed. */
  public void account(long scanned, long freed) {
    tally.scanned.addAndGet(scanned);
    tally.freed.addAndGet(freed);
  }

  public long scanned() {
    return tally.scanned.get();
  }

  public long freed() {
    return tally.freed.get();
  }

  /** Entries loaded again soon after they were shed. */
  public long refaults() {
    return tally.refaults.get();
  }

  public void addRefaults(long entries) {
    tally.refaults.addAndGet(entries);
  }

  /** Bytes that collections gave back after this cache had shed. */
  public double returnedBytes() {
    return tally.returnedBytes.sum();
  }

  public void addReturnedBytes(double bytes) {
    tally.returnedBytes.add(bytes);
  }

  public long lastPassNanos() {
    return tally.lastPassNanos;
  }

  public void lastPassNanos(long nanos) {
    tally.lastPassNanos = nanos;
  }

  /** Estimated bytes that an entry keeps alive, as sampled and corrected; 0 while unknown. */
  public double bytesPerEntry() {
    return bytesPerEntry * effect.factor();
  }

  public void bytesPerEntry(double bytes) {
    bytesPerEntry = bytes;
  }

  /** What passes over it brought. */
  public Effect effect() {
    return effect;
  }

  /** Measured time to load one entry, in microseconds; 0 while unknown. */
  public double loadMicros() {
    return loadMicros;
  }

  public void loadMicros(double micros) {
    loadMicros = micros;
  }

  @Override
  public String toString() {
    return name + " (" + id + ')';
  }

  StateWord state() {
    return state;
  }

  CacheRef cache() {
    return cache;
  }
}
