package io.cacheshrinker;

import org.jspecify.annotations.Nullable;

/**
 * A cache on its way to the agent, and later the means to pause and to end it. Made by {@link
 * Shrinkers#alloc}. Options are set by one thread, before {@link #register}; all else may be called
 * by any thread at any time, also from inside a callback of the very shrinker.
 *
 * <p>Whatever is set here, the operator's options ({@code seeks.NAME=}, {@code floor.NAME=}, {@code
 * group.NAME=}, {@code exclude=}) are stronger.
 */
public final class ShrinkerHandle implements AutoCloseable {
  private static final int MOST_SEEKS = 1_000_000;

  private final Registration registration;

  /** Held here, so that a registration with an owner need not hold it. */
  private @Nullable Shrinker shrinker;

  ShrinkerHandle(String name) {
    registration = new Registration(name);
  }

  /**
   * How dear an entry is to rebuild: 2 is ordinary, more is spared, 0 is free. Without it the agent
   * takes the cache for ordinary.
   *
   * @throws IllegalArgumentException unless from 0 to 1000000
   */
  public ShrinkerHandle seeks(int seeks) {
    require(seeks >= 0 && seeks <= MOST_SEEKS, "seeks " + seeks + ": 0 to 1000000 is allowed");
    registration.options().seeks = seeks;
    return this;
  }

  /**
   * The most entries that one call of {@link Shrinker#scan} is asked for; 128 without it. Set it to
   * what your cache can shed in a few dozen microseconds if it holds a lock meanwhile.
   *
   * @throws IllegalArgumentException if below 1
   */
  public ShrinkerHandle batch(int entries) {
    require(entries >= 1, "batch " + entries + ": 1 or more entries is allowed");
    registration.options().batch = entries;
    return this;
  }

  /**
   * Entries that passes leave; 100 without it.
   *
   * @throws IllegalArgumentException if negative
   */
  public ShrinkerHandle floor(long entries) {
    require(entries >= 0, "floor " + entries + ": 0 or more entries is allowed");
    registration.options().floor = entries;
    return this;
  }

  /**
   * What an entry keeps alive, in bytes, by your own estimate. The agent cannot look into a cache
   * of yours: without it an entry counts as the most that it can weigh, which makes passes shed
   * less than they should.
   *
   * @throws IllegalArgumentException if below 1
   */
  public ShrinkerHandle bytesPerEntry(long bytes) {
    require(bytes >= 1, "bytesPerEntry " + bytes + ": 1 or more bytes is allowed");
    registration.options().bytesPerEntry = bytes;
    return this;
  }

  /** Whose the cache is. Without it that is told by the class loader that registers it. */
  public ShrinkerHandle group(String name) {
    require(!name.isBlank(), "a group needs a name");
    registration.options().group = name;
    return this;
  }

  /**
   * The cache holds entries of several groups and tells them apart: its callbacks look at {@link
   * Scope#group()}, where {@link Scope#ALL_GROUPS} is the whole cache. It is asked for a group from
   * the first {@link #mayHaveEntries(String)} of that name on.
   */
  public ShrinkerHandle splitsByGroup() {
    registration.options().splitsByGroup = true;
    return this;
  }

  /**
   * Lets the registration end when {@code object} is collected, instead of holding the shrinker
   * until {@link #close}. Keep this handle or the shrinker in a field of the owner: nothing else
   * does, and when both the shrinker and this handle are collected the registration ends too.
   */
  public ShrinkerHandle owner(Object object) {
    registration.owner(object);
    return this;
  }

  /**
   * Lets passes call {@code shrinker}. As the last step: it must be ready. After {@link #close} it
   * has no effect.
   *
   * @return this handle
   * @throws IllegalStateException if called a second time
   */
  public ShrinkerHandle register(Shrinker shrinker) {
    if (registration.register(shrinker)) {
      this.shrinker = shrinker;
    }
    return this;
  }

  /**
   * Ends it; in every state, and as often as you like. When it returns no callback runs, and none
   * starts again. It waits for callbacks of this shrinker only, and not at all when called from
   * inside one: then it is complete when that one has returned. While the JVM shuts down it waits
   * for five seconds at most.
   */
  @Override
  public void close() {
    registration.close();
    shrinker = null;
  }

  /**
   * Pauses the callbacks while you clear or resize the cache: when it returns none runs, and none
   * starts until {@link #resume}. Called from inside a callback of the same shrinker it does not
   * wait. Pauses may overlap; each needs its own resume.
   *
   * @throws IllegalStateException if 4095 pauses overlap already
   */
  public void exclude() {
    registration.exclude();
  }

  /**
   * Ends a pause.
   *
   * @throws IllegalStateException if there is none
   */
  public void resume() {
    registration.resume();
  }

  /**
   * Says that there may be entries again after {@link Shrinker#count} has answered {@link
   * Shrinker#EMPTY}. To be called after an insertion that may have been the first; costs a memory
   * fence. Who never calls it is asked in every pass, whatever count answers.
   */
  public void mayHaveEntries() {
    registration.mark(Scope.ALL_GROUPS);
  }

  /** As {@link #mayHaveEntries()}, of one group of a cache that {@link #splitsByGroup splits}. */
  public void mayHaveEntries(String group) {
    registration.mark(group);
  }

  /**
   * A group is gone, of a cache that {@link #splitsByGroup splits}: passes over it ask this cache
   * no more, until {@link #mayHaveEntries(String)} names it again. A service whose tenants come and
   * go says so when one goes; otherwise what is kept for each, half a kilobyte or more, adds up.
   */
  public void groupGone(String group) {
    registration.leave(group);
  }

  /** The name that was given. */
  public String name() {
    return registration.name();
  }

  @Override
  public String toString() {
    Shrinker of = shrinker;
    return of == null ? registration.toString() : registration + " of " + of.getClass().getName();
  }

  private static void require(boolean allowed, String otherwise) {
    if (!allowed) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
