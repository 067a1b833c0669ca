package io.cacheshrinker;

/**
 * One request to a {@link Shrinker}: which group, how many entries, and how many were looked at.
 *
 * <p>Reused from call to call so that a pass allocates nothing; belongs to one thread at a time,
 * and a shrinker must not keep it. The caller keeps its own copy of what it asked.
 */
public final class Scope {
  /** Every group: what a pass over the whole JVM asks for. */
  public static final String ALL_GROUPS = "";

  private String group = ALL_GROUPS;
  private long asked;
  private long scanned;

  /** Points this scope at a group of caches; {@link #ALL_GROUPS} is the whole JVM. */
  public void group(String name) {
    group = name;
  }

  /** The group of caches that this request is about. */
  public String group() {
    return group;
  }

  /** Presents a new request for {@code entries}, and presets {@link #scanned()} to as many. */
  public void ask(long entries) {
    asked = entries;
    scanned = entries;
  }

  /** How many entries to look at. */
  public long asked() {
    return asked;
  }

  /** How many entries were looked at: as many as asked, unless the shrinker said otherwise. */
  public long scanned() {
    return scanned;
  }

  /** Says how many entries were looked at, where that is not what was asked. */
  public void scanned(long entries) {
    scanned = entries;
  }
}
