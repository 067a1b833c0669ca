package io.cacheshrinker.demo.bench.pressure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** A service with several caches whose declared sizes together are far above what fits. */
public final class Service {
  /** The numbers of a {@link Setup} that it needs. */
  public static final String KEYS = "keysPercent";

  public static final String SKEW = "skewPercent";
  public static final String DRIFT = "driftPerMille";
  public static final String GARBAGE = "garbageBytes";

  /** One that it may have: requests, in percent, that ask the backend whatever is cached. */
  public static final String DIRECT = "directPercent";

  /** As long as the dearest load. */
  private static final long DIRECT_NANOS = TimeUnit.MICROSECONDS.toNanos(1500);

  /** Has no divisor in common with 100, so that direct requests do not come together. */
  private static final long STRIDE = 37;

  private final List<Served> caches = new ArrayList<>();
  private final Requests requests;
  private final Backend backend;
  private final long directPercent;
  private final boolean soft;
  private final int garbageBytes;

  /** What a request leaves behind; written by all, read by none. */
  private volatile byte[] answer = {};

  /**
   * @param capacityBytes that shares are of
   */
  public Service(Setup setup, long capacityBytes, Backend backend) {
    this.backend = backend;
    directPercent = setup.numbers().getOrDefault(DIRECT, 0L);
    soft = setup.variant() == Variant.SOFT_VALUES;
    garbageBytes = setup.count(GARBAGE);
    List<CacheKind> kinds = CacheKind.ALL;
    List<Zipf> popularity =
        kinds.stream()
            .map(kind -> kind.keys(setup.share(KEYS) * capacityBytes))
            .map(keys -> new Zipf(keys, setup.share(SKEW)))
            .toList();
    List<Long> maxima =
        new StaticSplit(kinds, popularity).maxima(setup.parameter() * capacityBytes);
    for (int i = 0; i < kinds.size(); i++) {
      int keys = popularity.get(i).ranks();
      caches.add(new Served(kinds.get(i), keys, setup.variant(), maxima.get(i), backend));
    }
    requests =
        new Requests(
            kinds.stream().map(CacheKind::requestShare).toList(),
            popularity,
            setup.seed(),
            setup.number(DRIFT) / 1000.0 / setup.number(Load.RATE));
  }

  /** Answers request {@code n}; any thread. */
  void request(long n) {
    if (n * STRIDE % 100 < directPercent) {
      backend.answer(DIRECT_NANOS);
    }
    int cache = requests.cache(n);
    caches.get(cache).request(requests.key(n, cache));
    answer = new byte[garbageBytes];
  }

  public int caches() {
    return caches.size();
  }

  List<Served> all() {
    return List.copyOf(caches);
  }

  /** What everything that is cached takes from the heap. */
  public double cachedBytes() {
    if (soft) {
      caches.forEach(served -> served.cache().cleanUp());
    }
    return sum(Served::cachedBytes);
  }

  /** What caches hold that the agent's passes leave alone, at its own setting. */
  public double floorBytes() {
    return sum(Served::floorBytes);
  }

  /** See {@link Served#remember}. */
  public void remember() {
    caches.forEach(Served::remember);
  }

  /** What would be cached if nothing had been shed since {@link #remember}. */
  public double unshedBytes() {
    return sum(Served::unshedBytes);
  }

  /** Entries that have left the caches so far, by whomever. */
  public long evictions() {
    return (long) sum(Served::evictions);
  }

  /** What loads have put in so far. */
  public double loadedBytes() {
    return sum(Served::loadedBytes);
  }

  /** What loads have taken so far. */
  public double loadMicros() {
    return sum(Served::loadMicros);
  }

  private double sum(ToDoubleFunction<Served> of) {
    return caches.stream().mapToDouble(of).sum();
  }
}
