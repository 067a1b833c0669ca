package io.cacheshrinker.agent.options;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * What the user asked for, with defaults for the rest.
 *
 * @param mode what to do about pressure
 * @param high share of the capacity, live after a collection, above which passes start
 * @param low share below which they stop; always below {@code high}
 * @param include only caches with these names, unless empty
 * @param exclude no caches with these names
 * @param optIn caches with these names although their class would not be shrunk
 * @param tripwire whether a burst is noticed between collections
 * @param log the least severe level that is printed
 * @param jmx whether there are beans
 * @param jfr whether there are flight recorder events
 * @param seeks how dear an entry is to rebuild, per cache
 * @param floor entries that always stay, per cache
 * @param group whose a cache is, per cache
 */
public record Options(
    Mode mode,
    double high,
    double low,
    Globs include,
    Globs exclude,
    Globs optIn,
    boolean tripwire,
    Level log,
    boolean jmx,
    boolean jfr,
    PerCache<Integer> seeks,
    PerCache<Long> floor,
    PerCache<String> group) {

  static final double HIGH = 0.75;
  static final double LOW = 0.68;

  /** Options, and what was wrong with those that were written: one sentence for the log each. */
  public record Parsed(Options options, List<String> complaints) {}

  /** Options when nothing was written. */
  public static Options defaults() {
    return read(null, Map.of(), new Properties()).options();
  }

  /**
   * Reads agent arguments, then system properties, then the environment, then the file that one of
   * them names; of the same option the earlier source counts. Never throws: whatever cannot be used
   * ends as a complaint.
   */
  public static Parsed read(
      @Nullable String agentArguments, Map<String, String> environment, Properties system) {
    return new Reader().read(agentArguments, environment, system);
  }

  /** How dear an entry of this cache is: the user's word, or {@code otherwise}. */
  public int seeksFor(String name, int otherwise) {
    Integer found = seeks.get(name);
    return found == null ? otherwise : found;
  }

  /** Whether the user said how dear an entry of this cache is. */
  public boolean userSeeks(String name) {
    return seeks.get(name) != null;
  }

  /** Entries of this cache that always stay: the user's word, or {@code otherwise}. */
  public long floorFor(String name, long otherwise) {
    Long found = floor.get(name);
    return found == null ? otherwise : found;
  }

  /** The group that the user put this cache in, or null. */
  public @Nullable String groupFor(String name) {
    return group.get(name);
  }
}
