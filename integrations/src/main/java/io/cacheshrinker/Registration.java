package io.cacheshrinker;

import io.cacheshrinker.integration.OwnerCalls;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows a handle by. The agent reaches it through an adapter that it defines beside
 * this class, and gives it a link for the way back; without the agent there is none, and nothing
 * happens.
 *
 * <p>Concurrency: {@code link}, {@code exclusions} and the state are written under the lock of this
 * object, for a few steps; no callback, and no wait, happens under it. A pause that began before
 * the link was there is counted, and handed over with the link, so that each pause is told exactly
 * once. {@code link} is read without the lock by {@link #mark}: who misses it was not registered
 * with the agent yet, and is visited anyway when it is. {@code scopes} is a reserve that callbacks
 * take from and give back to by atomic exchange. {@code shrinker} is read without the lock by
 * callbacks; the link was given after it was written, and one that misses its end belongs to a
 * callback that the close waits for.
 *
 * <p>Who holds whom: {@link Shrinkers} holds a live registration. Without an owner the registration
 * holds the shrinker. With an owner it holds both weakly, so that the owner may hold the shrinker,
 * the handle, or both, and the shrinker the owner.
 */
final class Registration {
  /** Callbacks that may run at once without memory being asked for. */
  private static final int SCOPES = 8;

  private enum State {
    ALLOCATED,
    REGISTERED,
    CLOSED
  }

  /** What was said before the registration; written before it is published. */
  static final class Options {
    int seeks = -1;
    int batch;
    long floor = -1;
    long bytesPerEntry;
    @Nullable String group;
    boolean splitsByGroup;
  }

  /** The owner; its collection takes the registration out of {@link Shrinkers}. */
  static final class Owner extends WeakReference<Object> {
    final Registration registration;

    Owner(Object owner, Registration registration) {
      super(owner, Shrinkers.ownersGone());
      this.registration = registration;
    }
  }

  private final String name;
  private final Options options = new Options();

  private @Nullable Owner owner;
  private @Nullable Shrinker shrinker;
  private @Nullable WeakReference<Shrinker> weakShrinker;
  private State state = State.ALLOCATED;
  private int exclusions;
  private volatile @Nullable ObjIntConsumer<String> link;
  private @Nullable AtomicReferenceArray<@Nullable Scope> scopes;

  Registration(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /**
   * @throws IllegalStateException if it is registered already
   */
  synchronized Options options() {
    if (state == State.REGISTERED) {
      throw new IllegalStateException(this + " is registered; set options before that");
    }
    return options;
  }

  synchronized void owner(Object object) {
    options();
    owner = new Owner(object, this);
  }

  /**
   * @return false if it is closed, which makes this be of no effect
   * @throws IllegalStateException if it is registered already
   */
  boolean register(Shrinker of) {
    synchronized (this) {
      if (state == State.CLOSED) {
        return false;
      }
      if (state == State.REGISTERED) {
        throw new IllegalStateException(this + " is registered already");
      }
      state = State.REGISTERED;
      if (owner == null) {
        shrinker = of;
      } else {
        weakShrinker = new WeakReference<>(of);
      }
    }
    Registration published = Shrinkers.registered(this);
    if (published.isClosed()) {
      Shrinkers.closed(published);
    }
    return true;
  }

  private synchronized boolean isClosed() {
    return state == State.CLOSED;
  }

  void close() {
    ObjIntConsumer<String> to;
    synchronized (this) {
      state = State.CLOSED;
      shrinker = null;
      to = link;
    }
    Shrinkers.closed(this);
    if (to != null) {
      to.accept(Scope.ALL_GROUPS, OwnerCalls.CLOSE);
    }
  }

  void exclude() {
    ObjIntConsumer<String> to;
    synchronized (this) {
      if (exclusions == 4095) {
        throw new IllegalStateException(this + " is excluded 4095 times already");
      }
      exclusions++;
      to = link;
      if (to != null) {
        to.accept(Scope.ALL_GROUPS, OwnerCalls.EXCLUDE);
      }
    }
    if (to != null) {
      to.accept(Scope.ALL_GROUPS, OwnerCalls.DRAIN);
    }
  }

  synchronized void resume() {
    if (exclusions == 0) {
      throw new IllegalStateException(this + " is not excluded");
    }
    exclusions--;
    ObjIntConsumer<String> to = link;
    if (to != null) {
      to.accept(Scope.ALL_GROUPS, OwnerCalls.RESUME);
    }
  }

  void mark(String group) {
    ObjIntConsumer<String> to = link;
    if (to != null) {
      to.accept(group, OwnerCalls.MARK);
    }
  }

  void leave(String group) {
    ObjIntConsumer<String> to = link;
    if (to != null) {
      to.accept(group, OwnerCalls.LEAVE);
    }
  }

  /**
   * The agent has made room for it and not published it yet.
   *
   * @return false if it is closed: then it must not be published
   */
  synchronized boolean link(ObjIntConsumer<String> to) {
    if (state != State.REGISTERED) {
      return false;
    }
    scopes = new AtomicReferenceArray<>(SCOPES);
    for (int i = 0; i < SCOPES; i++) {
      scopes.set(i, new Scope());
    }
    for (int i = 0; i < exclusions; i++) {
      to.accept(Scope.ALL_GROUPS, OwnerCalls.EXCLUDE);
    }
    link = to;
    return true;
  }

  /** What the agent reads of it, once. */
  Options said() {
    return options;
  }

  /** What ends it; itself if only {@link #close} does, and null if it has ended. */
  @Nullable Object ownerObject() {
    Owner weak = owner;
    return weak == null ? this : weak.get();
  }

  /** The loader of the shrinker's code; null if it is gone, or the boot loader's. */
  @Nullable ClassLoader shrinkerLoader() {
    Shrinker of = shrinkerNow();
    return of == null ? null : of.getClass().getClassLoader();
  }

  private @Nullable Shrinker shrinkerNow() {
    WeakReference<Shrinker> weak = weakShrinker;
    return weak == null ? shrinker : weak.get();
  }

  /** As {@link Shrinker#count}, of a group; 0 if it cannot be asked now. */
  long count(String group) {
    AtomicReferenceArray<@Nullable Scope> reserve = scopes;
    Shrinker of = shrinkerNow();
    Scope scope = of == null ? null : take(reserve);
    if (of == null || scope == null) {
      tellIfLost();
      return 0;
    }
    try {
      scope.group(group);
      scope.ask(0);
      return of.count(scope);
    } finally {
      giveBack(reserve, scope);
    }
  }

  /** As {@link Shrinker#scan}, of a group; STOP if it cannot be asked now. */
  long scan(String group, long asked, long[] scanned) {
    AtomicReferenceArray<@Nullable Scope> reserve = scopes;
    Shrinker of = shrinkerNow();
    Scope scope = of == null ? null : take(reserve);
    if (of == null || scope == null) {
      return Shrinker.STOP;
    }
    try {
      scope.group(group);
      scope.ask(asked);
      long freed = of.scan(scope);
      scanned[0] = scope.scanned();
      return freed;
    } finally {
      giveBack(reserve, scope);
    }
  }

  private void tellIfLost() {
    ObjIntConsumer<String> to = link;
    WeakReference<Shrinker> weak = weakShrinker;
    if (to != null && weak != null && weak.refersTo(null) && ownerObject() != null) {
      to.accept(Scope.ALL_GROUPS, OwnerCalls.LOST);
    }
  }

  private static @Nullable Scope take(@Nullable AtomicReferenceArray<@Nullable Scope> reserve) {
    for (int i = 0; reserve != null && i < reserve.length(); i++) {
      Scope taken = reserve.getAndSet(i, null);
      if (taken != null) {
        return taken;
      }
    }
    return null;
  }

  private static void giveBack(
      @Nullable AtomicReferenceArray<@Nullable Scope> reserve, Scope scope) {
    for (int i = 0; reserve != null && i < reserve.length(); i++) {
      if (reserve.compareAndSet(i, null, scope)) {
        return;
      }
    }
  }

  @Override
  public String toString() {
    return "shrinker \"" + name + '"';
  }
}
