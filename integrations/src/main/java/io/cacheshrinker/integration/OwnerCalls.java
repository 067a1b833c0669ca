package io.cacheshrinker.integration;

/**
 * What a handle of {@code Shrinkers} tells the agent, through the {@code ObjIntConsumer<String>}
 * that the agent has put into it. The two share no type but the JDK's, and may be of different
 * versions: numbers are never used for anything else, and one that is not known has no effect.
 */
public final class OwnerCalls {
  /** No more callbacks, for ever; waits for those that run. */
  public static final int CLOSE = 0;

  /** No more callbacks until {@link #RESUME}; does not wait. */
  public static final int EXCLUDE = 1;

  /** Waits for the callbacks of an excluded shrinker. */
  public static final int DRAIN = 2;

  /** Takes one {@link #EXCLUDE} back. */
  public static final int RESUME = 3;

  /** There may be entries again; the text is the group. */
  public static final int MARK = 4;

  /** The shrinker was collected although its owner lives; from inside a callback. */
  public static final int LOST = 5;

  /** There are no entries of a group any more; the text is the group. */
  public static final int LEAVE = 6;

  private OwnerCalls() {}
}
