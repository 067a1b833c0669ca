package io.cacheshrinker.agent.instrument;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The second half of an adapter's methods, of caches that their owners register: what the owner
 * said of the cache, and the way back. Kept by the library's own class only, as {@link Adapter}.
 */
final class OwnersWord {
  private final MethodHandle names;
  private final MethodHandle settings;
  private final MethodHandle owner;
  private final MethodHandle loader;
  private final MethodHandle link;

  /**
   * What an owner said.
   *
   * @param name as it was written
   * @param group as it was written; null if not
   * @param seeks negative if not said
   * @param batch 0 if not said
   * @param floor negative if not said
   * @param bytesPerEntry 0 if not said
   * @param splitsByGroup whether entries of groups can be told apart
   */
  record Said(
      String name,
      @Nullable String group,
      long seeks,
      long batch,
      long floor,
      long bytesPerEntry,
      boolean splitsByGroup) {}

  OwnersWord(MethodHandles.Lookup lookup, Class<?> adapter) throws ReflectiveOperationException {
    names = Adapter.find(lookup, adapter, "names", String[].class, Object.class);
    settings = Adapter.find(lookup, adapter, "settings", long[].class, Object.class);
    owner = Adapter.find(lookup, adapter, "owner", Object.class, Object.class);
    loader = Adapter.find(lookup, adapter, "loader", ClassLoader.class, Object.class);
    link = Adapter.find(lookup, adapter, "link", boolean.class, Object.class, ObjIntConsumer.class);
  }

  Said said(Object cache) {
    try {
      @Nullable String[] written = (String[]) names.invokeExact(cache);
      long[] numbers = (long[]) settings.invokeExact(cache);
      return new Said(
          String.valueOf(written[0]),
          written[1],
          numbers[0],
          numbers[1],
          numbers[2],
          numbers[3],
          numbers[4] != 0);
    } catch (Throwable failure) {
      throw Adapter.unchecked(failure);
    }
  }

  /** Whose collection ends it; the cache itself if nobody's, null if that has happened. */
  @Nullable Object owner(Object cache) {
    try {
      return (Object) owner.invokeExact(cache);
    } catch (Throwable failure) {
      throw Adapter.unchecked(failure);
    }
  }

  /** The loader of the code that sheds. */
  @Nullable ClassLoader loader(Object cache) {
    try {
      return (ClassLoader) loader.invokeExact(cache);
    } catch (Throwable failure) {
      throw Adapter.unchecked(failure);
    }
  }

  /** Gives the cache the way back; false if it was closed meanwhile. */
  boolean link(Object cache, ObjIntConsumer<String> to) {
    try {
      return (boolean) link.invokeExact(cache, (ObjIntConsumer<?>) to);
    } catch (Throwable failure) {
      throw Adapter.unchecked(failure);
    }
  }
}
