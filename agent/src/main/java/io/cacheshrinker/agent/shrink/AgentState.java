package io.cacheshrinker.agent.shrink;

/**
 * The agent at one moment, for those who look at it.
 *
 * @param mode {@code shrink}, {@code observe} or {@code off}
 * @param priority 12 gentle … 0 harsh
 * @param liveBytes live after the last collection that tells
 * @param maxBytes capacity that the watermarks are shares of
 * @param highWatermark share of {@code maxBytes}: passes begin above
 * @param lowWatermark share of {@code maxBytes}: passes end below
 * @param evictableBytes estimated bytes in eligible caches
 * @param nonEvictableBytes live bytes that no pass can reach
 * @param creditBytes evicted, not collected yet
 * @param verdict what the agent makes of it, one word
 * @param verdictReason why, in words
 * @param passes passes run
 * @param scanned entries looked at, by everybody
 * @param freed entries shed, by everybody
 * @param returnedBytes bytes that collections gave back after passes
 * @param wouldBePasses passes that only counted, as people wanted to observe
 * @param wouldBeFreed entries that those would have shed
 * @param wouldBeFreedBytes their bytes, by estimate
 * @param predictedLiveBytes live bytes as they would be if those had shed
 * @param shrinkers live shrinkers
 */
public record AgentState(
    String mode,
    int priority,
    long liveBytes,
    long maxBytes,
    double highWatermark,
    double lowWatermark,
    long evictableBytes,
    long nonEvictableBytes,
    long creditBytes,
    String verdict,
    String verdictReason,
    long passes,
    long scanned,
    long freed,
    long returnedBytes,
    long wouldBePasses,
    long wouldBeFreed,
    long wouldBeFreedBytes,
    long predictedLiveBytes,
    int shrinkers) {}
