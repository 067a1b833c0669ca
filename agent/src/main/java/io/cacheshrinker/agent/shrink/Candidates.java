package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.agent.pressure.Split;
import io.cacheshrinker.agent.registry.Group;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import org.jspecify.annotations.Nullable;

/**
 * The caches that a pass may shed from, largest entries first, with what the pass needs to know of
 * each. Arrays that are filled anew by each pass and grown between passes only; caches beyond their
 * length are left out of that pass and counted.
 */
final class Candidates {
  /** Weight of an entry that nobody has weighed, where live bytes do not bound it. */
  private static final double UNWEIGHED_BYTES = 4096;

  /** Of all arrays together, at most. */
  private static final long BYTES_FOR_A_CACHE = 128;

  private static final long ROOM_FACTOR = 16;

  /** Priority from which on caches of class B give entries: they have no bound, but a loader. */
  private static final int MEDIUM = 6;

  private @Nullable RegisteredShrinker[] shrinkers = {};
  private double[] bytesPerEntry = {};
  private double[] cachedBytes = {};
  private double[] loadMicros = {};
  private double[] costFactor = {};
  private double[] weightFactor = {};
  private int[] userSeeks = {};
  private int[] seeks = {};
  private Split split = new Split(0);
  private int size;
  private long leftOut;
  private boolean lastDitch;
  private int pressure;
  private @Nullable Group group;
  private final Calls calls;
  private final Registry.Visitor visitor = this::visit;
  private final Group.Run counting = this::countOf;

  Candidates(Calls calls) {
    this.calls = calls;
  }

  /**
   * Makes room for as many caches, or throws and leaves the room as it was: the array whose length
   * says it comes last, and that the others are longer does no harm. Never during a pass.
   */
  void ensureCapacity(int caches) {
    if (caches > shrinkers.length) {
      int length = Math.max(caches, 2 * shrinkers.length);
      bytesPerEntry = new double[length];
      cachedBytes = new double[length];
      loadMicros = new double[length];
      costFactor = new double[length];
      weightFactor = new double[length];
      userSeeks = new int[length];
      seeks = new int[length];
      split = new Split(length);
      shrinkers = new @Nullable RegisteredShrinker[length];
    }
  }

  /**
   * The same if there is ample memory for it. With {@code -XX:+ExitOnOutOfMemoryError} even an
   * error of ours that is caught would end the JVM; caches that find no room are left out instead.
   */
  void growIfRoom(int caches) {
    if (caches > shrinkers.length) {
      Runtime jvm = Runtime.getRuntime();
      long roomBytes = jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory();
      if (roomBytes > ROOM_FACTOR * BYTES_FOR_A_CACHE * Math.max(caches, 2L * shrinkers.length)) {
        ensureCapacity(caches);
      }
    }
  }

  int capacity() {
    return shrinkers.length;
  }

  /**
   * Collects the caches of a group that may be shed from; none if there is no such group.
   *
   * @param lastDitch also those that are near their floor
   * @param pressure how hard the heap is pressed, 12 gentle … 0 harsh: it admits eviction classes
   * @param liveBytes bounds what entries that nobody has weighed can weigh; 0 if unknown
   */
  void collect(Registry registry, String name, boolean lastDitch, int pressure, long liveBytes) {
    this.lastDitch = lastDitch;
    this.pressure = pressure;
    size = 0;
    Group named = registry.group(name);
    if (named == null) {
      return;
    }
    group = named;
    registry.walk(named, visitor);
    weighUnweighed(liveBytes);
    sortLargestFirst();
    split.compute(
        size, cachedBytes, bytesPerEntry, loadMicros, costFactor, userSeeks, seeks, weightFactor);
  }

  /** Forgets the caches, so that nothing of ours keeps them listed. */
  void clear() {
    for (int i = 0; i < size; i++) {
      shrinkers[i] = null;
    }
    size = 0;
    group = null;
  }

  /** The group of the last {@link #collect}, until {@link #clear}; null if there was none. */
  @Nullable Group group() {
    return group;
  }

  private boolean visit(RegisteredShrinker shrinker, Object cache) {
    Group of = group;
    if (of == null || !shrinker.mayShed() || !isAdmitted(shrinker)) {
      return true;
    }
    long count = of.run(shrinker, cache, counting);
    long keep = lastDitch ? shrinker.floor() : 2 * shrinker.floor();
    if (count <= keep) {
      return true;
    }
    if (size == shrinkers.length) {
      leftOut++;
      return true;
    }
    shrinkers[size] = shrinker;
    bytesPerEntry[size] = shrinker.bytesPerEntry();
    cachedBytes[size] = count;
    loadMicros[size] = shrinker.loadMicros();
    costFactor[size] = shrinker.costFactor();
    userSeeks[size] = shrinker.seeksByUser() ? shrinker.seeks() : -1;
    size++;
    return true;
  }

  private boolean isAdmitted(RegisteredShrinker shrinker) {
    boolean waits = pressure > MEDIUM && shrinker.evictionClass().equals("B");
    return !waits && !shrinker.isSwept();
  }

  private long countOf(RegisteredShrinker shrinker, Object cache) {
    Group of = group;
    try {
      return of == null ? 0 : calls.count(shrinker, cache, of.name());
    } catch (Throwable unknown) {
      return 0;
    }
  }

  /**
   * Gives entries that nobody has weighed yet the most that they can weigh, live bytes spread over
   * them: guessed too light, a pass would shed far more than it needs.
   */
  private void weighUnweighed(long liveBytes) {
    double unweighedEntries = 0;
    for (int i = 0; i < size; i++) {
      unweighedEntries += bytesPerEntry[i] > 0 ? 0 : cachedBytes[i];
    }
    double unweighedBytes =
        liveBytes > 0 && unweighedEntries > 0 ? liveBytes / unweighedEntries : UNWEIGHED_BYTES;
    for (int i = 0; i < size; i++) {
      if (bytesPerEntry[i] <= 0) {
        bytesPerEntry[i] = Math.max(1, unweighedBytes);
        RegisteredShrinker shrinker = shrinkers[i];
        if (shrinker != null) {
          shrinker.effect().assumedBytesPerEntry(bytesPerEntry[i]);
        }
      }
      cachedBytes[i] *= bytesPerEntry[i];
    }
  }

  /** Heap sort: in place, and no worse on many caches of one size. */
  private void sortLargestFirst() {
    for (int root = size / 2 - 1; root >= 0; root--) {
      sink(root, size);
    }
    for (int end = size - 1; end > 0; end--) {
      swap(0, end);
      sink(0, end);
    }
  }

  private void sink(int from, int end) {
    int root = from;
    while (2 * root + 1 < end) {
      int child = 2 * root + 1;
      if (child + 1 < end && bytesPerEntry[child + 1] < bytesPerEntry[child]) {
        child++;
      }
      if (bytesPerEntry[root] <= bytesPerEntry[child]) {
        return;
      }
      swap(root, child);
      root = child;
    }
  }

  private void swap(int i, int j) {
    RegisteredShrinker shrinker = shrinkers[i];
    shrinkers[i] = shrinkers[j];
    shrinkers[j] = shrinker;
    swap(bytesPerEntry, i, j);
    swap(cachedBytes, i, j);
    swap(loadMicros, i, j);
    swap(costFactor, i, j);
    int user = userSeeks[i];
    userSeeks[i] = userSeeks[j];
    userSeeks[j] = user;
  }

  private static void swap(double[] array, int i, int j) {
    double at = array[i];
    array[i] = array[j];
    array[j] = at;
  }

  int size() {
    return size;
  }

  @Nullable RegisteredShrinker shrinker(int i) {
    return shrinkers[i];
  }

  double bytesPerEntry(int i) {
    return bytesPerEntry[i];
  }

  double weightFactor(int i) {
    return weightFactor[i];
  }

  /** The population when it was counted. */
  long entries(int i) {
    return (long) (cachedBytes[i] / bytesPerEntry[i]);
  }

  /** Makes every entry weigh one unit, whatever its bytes. */
  void countEntries() {
    for (int i = 0; i < size; i++) {
      weightFactor[i] = WeightedCache.UNIT_BYTES / bytesPerEntry[i];
    }
  }

  /** The population in units of weight. */
  long units(int i) {
    return (long) (cachedBytes[i] * weightFactor[i] / WeightedCache.UNIT_BYTES);
  }

  int seeks(int i) {
    return seeks[i];
  }

  /** Bytes above the floors, all caches together. */
  long evictableBytes() {
    double bytes = 0;
    for (int i = 0; i < size; i++) {
      RegisteredShrinker shrinker = shrinkers[i];
      double floorBytes = shrinker == null ? 0 : shrinker.floor() * bytesPerEntry[i];
      bytes += Math.max(0, cachedBytes[i] - floorBytes);
    }
    return (long) bytes;
  }

  /** Caches that found no room, over all passes. */
  long leftOut() {
    return leftOut;
  }
}
