package io.cacheshrinker.agent.registry;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a cache when it is born.
 *
 * @param cache the instance; the registry keeps it weakly
 * @param name unique name, as users see it
 * @param group whose it is; {@link io.cacheshrinker.Scope#ALL_GROUPS} if nobody's in particular
 * @param library e.g. {@code caffeine}
 * @param createdAt creation site, {@code class.method}
 * @param evictionClass letter of the eviction contract: A, A', B, C, D or X
 * @param reason why the cache is, or is not, eligible, in words
 * @param eligible whether passes may shed from it
 * @param seeks how dear an entry is to rebuild; 2 is the default
 * @param seeksByUser the user said so: never overwritten by what is learned
 * @param floor entries that always stay
 * @param callbacks finds the callbacks anew from the instance each time, so that nothing of ours
 *     pins the class loader of the library
 * @param batch entries that one call asks for at most
 * @param splitsByGroup it holds entries of several groups and can tell them apart
 * @param owner whose collection ends the registration too; kept weakly; null if only the cache's
 * @param swept passes make its library drop what has expired or was collected, and shed nothing
 *     else
 */
public record Newborn(
    Object cache,
    String name,
    String group,
    String library,
    String createdAt,
    String evictionClass,
    String reason,
    boolean eligible,
    int seeks,
    boolean seeksByUser,
    long floor,
    Function<Object, Callbacks> callbacks,
    int batch,
    boolean splitsByGroup,
    @Nullable Object owner,
    boolean swept) {

  /** A cache of one group that nobody but itself owns. */
  public Newborn(
      Object cache,
      String name,
      String group,
      String library,
      String createdAt,
      String evictionClass,
      String reason,
      boolean eligible,
      int seeks,
      boolean seeksByUser,
      long floor,
      Function<Object, Callbacks> callbacks) {
    this(
        cache,
        name,
        group,
        library,
        createdAt,
        evictionClass,
        reason,
        eligible,
        seeks,
        seeksByUser,
        floor,
        callbacks,
        RegisteredShrinker.DEFAULT_BATCH,
        false,
        null,
        false);
  }
}
