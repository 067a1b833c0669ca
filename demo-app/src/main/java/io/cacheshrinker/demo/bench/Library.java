package io.cacheshrinker.demo.bench;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import com.google.common.util.concurrent.internal.InternalFutureFailureAccess;

/** A cache library, and what has to be on the class path of those who use it. */
public enum Library {
  CAFFEINE("Caffeine", Caffeine.class),
  GUAVA("Guava", CacheBuilder.class, InternalFutureFailureAccess.class);

  private final String label;
  private final Class<?>[] jars;

  Library(String label, Class<?>... jars) {
    this.label = label;
    this.jars = jars;
  }

  public String label() {
    return label;
  }

  /** A class out of each jar. */
  Class<?>[] jars() {
    return jars.clone();
  }
}
