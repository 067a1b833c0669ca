package io.cacheshrinker.integration;

import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a cache under test is built. Tasks of the library run on the calling thread, and statistics
 * are recorded.
 *
 * @param maximum entries, or weight where there is a weigher
 * @param weigher weight by key, or null
 * @param nanos time; entries then expire a minute after they were written; or null
 * @param listener gets key and name of the cause of every removal; or null
 */
public record Settings(
    long maximum,
    @Nullable ToIntFunction<Integer> weigher,
    @Nullable LongSupplier nanos,
    @Nullable BiConsumer<Integer, String> listener) {

  public static Settings maximum(long maximum) {
    return new Settings(maximum, null, null, null);
  }

  public Settings weigher(ToIntFunction<Integer> weightOfKey) {
    return new Settings(maximum, weightOfKey, nanos, listener);
  }

  public Settings nanos(LongSupplier time) {
    return new Settings(maximum, weigher, time, listener);
  }

  public Settings listener(BiConsumer<Integer, String> keyAndCause) {
    return new Settings(maximum, weigher, nanos, keyAndCause);
  }
}
