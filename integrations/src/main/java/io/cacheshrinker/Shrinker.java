package io.cacheshrinker;

/**
 * A cache seen as something that can give memory back: it counts what it could shed, and sheds its
 * coldest entries when asked.
 *
 * <p>After the {@code shrinker} of Linux (mm/shrinker.c, v6.7). Both methods run on threads of the
 * agent, possibly on several at once, while memory is short: they should neither block for long nor
 * allocate. What they throw is caught and taken as {@link #STOP}.
 */
public interface Shrinker {

  /**
   * Answer of {@link #scan}: nothing can be shed now; the work stays on record for a later pass.
   */
  long STOP = -1;

  /**
   * Answer of {@link #count}: there is certainly nothing to shed. Zero is the weaker answer
   * "unknown, skip now". An owner who calls {@link ShrinkerHandle#mayHaveEntries()} is not asked
   * again before the next such call.
   */
  long EMPTY = -2;

  /** How many entries could be shed, or {@link #EMPTY}. Has no side effects; negative is zero. */
  long count(Scope scope);

  /**
   * Looks at up to {@link Scope#asked()} of the coldest entries and sheds those that may go.
   *
   * @return how many entries went, or {@link #STOP}. A scanner that looked at more or fewer entries
   *     than it was asked to says so with {@link Scope#scanned(long)}.
   */
  long scan(Scope scope);
}
