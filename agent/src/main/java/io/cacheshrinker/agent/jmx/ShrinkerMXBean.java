package io.cacheshrinker.agent.jmx;

/**
 * {@code io.cacheshrinker:type=Shrinker,name="…"}: one cache. Names are part of the contract with
 * users. The bean of a cache that is gone goes soon after; until then it counts nothing and refuses
 * to scan.
 */
public interface ShrinkerMXBean {
  /** Library, creation site, and a number where that is ambiguous; or the user's name. */
  String getName();

  /** Whose it is; empty if nobody's in particular. */
  String getGroup();

  /** For instance {@code caffeine}. */
  String getLibrary();

  /** Creation site, {@code class.method}. */
  String getCreatedAt();

  /** Letter of the eviction contract. */
  String getEvictionClass();

  /** Whether passes may shed from it. */
  boolean isEligible();

  /** Why, or why not. */
  String getReason();

  /** Entries held now. */
  long getCount();

  /** Estimated bytes held now; 0 while unknown. */
  long getBytes();

  /** Estimated bytes that one entry keeps alive; 0 while unknown. */
  long getBytesPerEntry();

  /** Scan work carried over, in entries. */
  long getDeferred();

  /** How dear an entry is to rebuild; 2 is the default, more is spared, 0 is free. */
  int getSeeks();

  /** 0 or more; holds until the cache dies. */
  void setSeeks(int seeks);

  /** Units of weight, 1 KiB each, that a pass asks for at a time. */
  int getBatch();

  /** Entries that always stay. */
  long getFloor();

  /** 0 or more. */
  void setFloor(long entries);

  /** Whether the user lets it be shrunk. */
  boolean isEnabled();

  /** False: nothing is evicted, whoever asks. */
  void setEnabled(boolean enabled);

  /** Entries looked at. */
  long getScanned();

  /** Entries shed. */
  long getFreed();

  /** Bytes that collections gave back after it had shed. */
  long getReturnedBytes();

  /** With {@code mode=observe}: entries that would have been shed. */
  long getWouldBeFreed();

  /** Entries loaded again soon after they were shed. */
  long getRefaults();

  /** How long the last pass over it took. */
  long getLastPassNanos();

  /** Sheds up to so many of the coldest entries, at least 0; answers how many went. */
  long scan(long entries);
}
