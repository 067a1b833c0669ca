package io.cacheshrinker.demo.bench.birth;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import io.cacheshrinker.demo.bench.Library;
import java.util.concurrent.ExecutionException;

/** Where caches are born. */
final class Nursery {
  private static final int MAXIMUM = 100;

  private Nursery() {}

  static Object build(Library library) {
    return switch (library) {
      case CAFFEINE -> Caffeine.newBuilder().maximumSize(MAXIMUM).build();
      case GUAVA -> CacheBuilder.newBuilder().maximumSize(MAXIMUM).build();
    };
  }

  /** What a request does with the cache it has built. */
  static int useOnce(Library library, Integer key) {
    return switch (library) {
      case CAFFEINE ->
          Caffeine.newBuilder().maximumSize(MAXIMUM).<Integer, Integer>build().get(key, k -> k + 1);
      case GUAVA -> {
        try {
          yield CacheBuilder.newBuilder()
              .maximumSize(MAXIMUM)
              .<Integer, Integer>build()
              .get(key, () -> key + 1);
        } catch (ExecutionException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }
}
