package io.cacheshrinker.agent.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
  /** Entries that one call asks for at most. */
  public static final int DEFAULT_BATCH = 128;

  /** How dear an entry is where nothing else is known: that of Linux (DEFAULT_SEEKS). */
  public static final int DEFAULT_SEEKS = 2;

  /** Free to rebuild is not free to look for. */
  private static final double LEAST_PRIOR = 0.01;

  private final Registry registry;
  private final int id;
  private final String name;
  private final String library;
  private final String createdAt;
  private final String evictionClass;
  private final CacheRef cache;
  private final @Nullable CacheRef owner;
  private final Function<Object, Callbacks> callbacks;
  private final int batch;
  private final boolean splitsByGroup;

  private final StateWord state = new StateWord();
  private final Deferred deferred;
  private final Effect effect = new Effect();
  private final DryRun dryRun = new DryRun();
  private final int startSeeks;
  private final Tally tally = new Tally();

  /** Groups that it was marked in, its own and the root apart. Guarded by the writers' lock. */
  private final List<Group> joined = new ArrayList<>(0);

  /** Callbacks that the watchdog has given up on and that have not returned. */
  private final AtomicInteger stuck = new AtomicInteger();

  /** Whose it is; written under the writers' lock, when the group goes. */
  private volatile String group;

  /** Somebody says when it has objects again; raised once, before the first mark. */
  private volatile boolean marks;

  /** Whether passes may shed, and why; one reference, so that both are always of one mind. */
  private volatile Standing standing;

  /**
   * How dear an entry is, and whether that is the user's word; one reference for the same cause.
   */
  private volatile Seeks seeks;

  // Independent settings and estimates: a reader that misses the newest value is late, not wrong.
  private volatile long floor;
  private volatile boolean enabled = true;
  private volatile boolean swept;
  private volatile boolean listenedTo;
  private volatile boolean lookedInto;
  private volatile String stuckReason = "";
  private volatile long lastCount;
  private volatile double bytesPerEntry;
  private volatile double loadMicros;
  private volatile @Nullable Ghosts ghosts;
  private volatile int computedSeeks;

  private record Standing(boolean eligible, String reason) {}

  private record Seeks(int seeks, boolean byUser) {}

  RegisteredShrinker(
      Registry registry,
      int id,
      Newborn born,
      CacheRef cache,
      @Nullable CacheRef owner,
      Deferred deferred) {
    this.registry = registry;
    this.id = id;
    this.name = born.name();
    this.group = born.group();
    this.library = born.library();
    this.createdAt = born.createdAt();
    this.evictionClass = born.evictionClass();
    this.callbacks = born.callbacks();
    this.cache = cache;
    this.owner = owner;
    this.deferred = deferred;
    this.batch = born.batch();
    this.splitsByGroup = born.splitsByGroup();
    this.swept = born.swept();
    this.standing = new Standing(born.eligible(), born.reason());
    this.seeks = new Seeks(born.seeks(), born.seeksByUser());
    this.floor = born.floor();
    this.startSeeks = born.seeks();
    this.computedSeeks = born.seeks();
  }

  /**
   * Enters the cache: no close returns until {@link #unpin()}.
   *
   * @return the cache, or null: not registered yet, excluded, closed, collected, or too many are
   *     in. Skip it.
   */
  public @Nullable Object pin() {
    assert !registry.isWriting() : "a callback would run under the writers' lock";
    Held held = Held.byThisThread();
    if (held.isFull() || !state.pin()) {
      return null;
    }
    held.push(this);
    Object entered = cache.get();
    if (entered == null || isOrphan()) {
      unpin();
      return null;
    }
    return entered;
  }

  private boolean isOrphan() {
    CacheRef of = owner;
    return of != null && of.refersTo(null);
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
    assert !registry.isWriting() : "a callback would run under the writers' lock";
    return callbacks.apply(pinnedCache);
  }

  /** Registered and not closed, also while excluded; stale as soon as it is read. */
  public boolean isLive() {
    return state.isLive();
  }

  /** Somebody wants no callbacks for a while; stale as soon as it is read. */
  public boolean isExcluded() {
    return state.isExcluded();
  }

  /**
   * It may have objects again, after its count had answered EMPTY. To be called after an insertion
   * that may have been the first; costs a fence, and no lock. Who has called this once has promised
   * to do so from then on: before the first call EMPTY means no more than 0.
   */
  public void mark() {
    registry.mark(this, group);
  }

  /** As {@link #mark()}, for a group of a cache that splits by group; of others the same. */
  public void mark(String inGroup) {
    registry.mark(this, splitsByGroup ? inGroup : group);
  }

  /** It has nothing of a group any more that it was marked in; of its own group: no effect. */
  public void leave(String inGroup) {
    registry.leaveGroup(this, inGroup);
  }

  /** Whether somebody says when it has objects again. */
  boolean marks() {
    return marks;
  }

  void marksFromNowOn() {
    if (!marks) {
      marks = true;
    }
  }

  /** It holds entries of several groups and can tell them apart. */
  public boolean splitsByGroup() {
    return splitsByGroup;
  }

  /** Place in the registry: smallest free at birth, given to another after close. */
  public int id() {
    return id;
  }

  public String name() {
    return name;
  }

  /** Whose it is; the root's from the moment when its own group has gone. */
  public String group() {
    return group;
  }

  void group(String name) {
    group = name;
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

  /** Why it is, or is not, eligible, and what keeps passes away just now. */
  public String reason() {
    String reason = standing.reason();
    return isBusy() ? reason + "; " + stuckReason : reason;
  }

  /** Nothing of it goes from now on; the first reason stays. */
  public void demote(String reason) {
    if (standing.eligible() || swept) {
      swept = false;
      standing = new Standing(false, reason);
    }
  }

  /** Eligible, not switched off by the user, and not busy. */
  public boolean mayShrink() {
    return standing.eligible() && enabled && !isBusy();
  }

  /** As {@link #mayShrink()}, and it is known to hold nothing that is more than memory. */
  public boolean mayShed() {
    return mayShrink() && lookedInto;
  }

  /** Its library may be made to drop what has expired, and nothing else goes. */
  public boolean isSwept() {
    return swept;
  }

  /** As {@link #isSwept()}, not switched off by the user, and not busy. */
  public boolean maySweep() {
    return swept && enabled && !isBusy();
  }

  /**
   * Whether what it holds has been looked at, so that no pass takes values from it that are more
   * than memory. An owner who has registered it has said what it holds.
   */
  public boolean wasLookedInto() {
    return lookedInto;
  }

  public void lookedInto() {
    lookedInto = true;
  }

  /** Code of the application is told of entries that leave. */
  public boolean isListenedTo() {
    return listenedTo;
  }

  public void listenedTo() {
    listenedTo = true;
  }

  /** A callback of it has not returned for so long that nobody should enter it now. */
  public boolean isBusy() {
    return stuck.get() > 0;
  }

  /** The watchdog gives up on one of its callbacks. */
  public void callbackStuck(String reason) {
    stuckReason = reason;
    stuck.incrementAndGet();
  }

  /** A callback that the watchdog had given up on has returned; may be told before that. */
  public void callbackBack() {
    stuck.decrementAndGet();
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

  /** Entries that one call asks for at most. */
  public int batch() {
    return batch;
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

  /** Entries when it was last counted for show; what a busy cache is said to hold. */
  public long lastCount() {
    return lastCount;
  }

  public void lastCount(long entries) {
    lastCount = entries;
  }

  /** What it owes in the root, carried over from pass to pass; only while it is pinned. */
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

  /** What passes that only count have taken. */
  public DryRun dryRun() {
    return dryRun;
  }

  /** Measured time to load one entry, in microseconds; 0 while unknown. */
  public double loadMicros() {
    return loadMicros;
  }

  public void loadMicros(double micros) {
    loadMicros = micros;
  }

  /** What was shed lately and may come back; null if nobody follows it. */
  public @Nullable Ghosts ghosts() {
    return ghosts;
  }

  /** From now on it is followed what comes back; null: no more. */
  public void ghosts(@Nullable Ghosts ofShedEntries) {
    ghosts = ofShedEntries;
  }

  /**
   * What the cost of a load is multiplied with where passes are split: by what came back, and, as
   * long as no load was measured, by how dear such a cache is taken to be from the start. 1 where
   * the user has said it.
   */
  public double costFactor() {
    if (seeksByUser()) {
      return 1;
    }
    double start = (double) startSeeks / DEFAULT_SEEKS;
    double prior = loadMicros > 0 ? 1 : Math.max(start * start, LEAST_PRIOR);
    Ghosts followed = ghosts;
    return followed == null ? prior : prior * followed.costFactor();
  }

  /** Nearly all that is shed comes straight back, and the user has not said how dear it is. */
  public boolean isSpared() {
    Ghosts followed = ghosts;
    return followed != null && followed.isSpared() && !seeksByUser();
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

  @Nullable CacheRef owner() {
    return owner;
  }

  List<Group> joined() {
    return joined;
  }
}
