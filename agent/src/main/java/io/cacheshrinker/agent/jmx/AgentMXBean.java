package io.cacheshrinker.agent.jmx;

/**
 * {@code io.cacheshrinker:type=Agent}. Names are part of the contract with users. Emits a
 * notification of type {@value #VERDICT_CHANGED} on each change of verdict: its message is the
 * verdict and the reason, its user data the verdict. A wrong argument is an {@link
 * IllegalArgumentException} that says what is allowed.
 */
public interface AgentMXBean {
  /** Type of the notification on a change of verdict. */
  String VERDICT_CHANGED = "io.cacheshrinker.verdict";

  /** {@code shrink}, {@code observe} or {@code off}. */
  String getMode();

  /** How hard passes press now: 12 gentle … 0 harsh. */
  int getPriority();

  /** Live bytes after the last collection that tells. */
  long getLiveBytes();

  /** Capacity in bytes that the watermarks are shares of. */
  long getMaxBytes();

  /** Share of {@link #getMaxBytes()} above which passes begin. */
  double getHighWatermark();

  /** Share of {@link #getMaxBytes()} below which passes end. */
  double getLowWatermark();

  /** Estimated bytes in eligible caches. */
  long getEvictableBytes();

  /** Live bytes that no pass can reach. */
  long getNonEvictableBytes();

  /** Bytes evicted but not collected yet. */
  long getCreditBytes();

  /** What the agent makes of it, in a word. */
  String getVerdict();

  /** Why, in words. */
  String getVerdictReason();

  /** Passes run. */
  long getPasses();

  /** Entries looked at. */
  long getScanned();

  /** Entries shed. */
  long getFreed();

  /** Bytes that collections gave back after passes. */
  long getReturnedBytes();

  /** With {@code mode=observe}: passes that would have run. */
  long getWouldBePasses();

  /** With {@code mode=observe}: entries that they would have shed. */
  long getWouldBeFreed();

  /** With {@code mode=observe}: their estimated bytes. */
  long getWouldBeFreedBytes();

  /** With {@code mode=observe}: live bytes if they had; otherwise as {@link #getLiveBytes()}. */
  long getPredictedLiveBytes();

  /** Live shrinkers. */
  int getShrinkers();

  /**
   * Caches, and classes that look like caches, that were seen and are not registered: {@code NAME:
   * REASON} each, the oldest first, at most 256.
   */
  String[] getUnregistered();

  /** One pass over all groups at a priority 12 gentle … 0 harsh; answers entries freed. */
  long shrink(int priority);

  /** One pass over one group at a priority 12 gentle … 0 harsh; answers entries freed. */
  long shrinkGroup(String group, int priority);

  /** Leaves at most the larger of floor and a tenth of each eligible cache; entries freed. */
  long dropAll();

  /** Changes to {@code shrink}, {@code observe} or {@code off}. */
  void changeMode(String mode);
}
