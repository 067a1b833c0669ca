package io.cacheshrinker.agent.shrink;

/**
 * A callback that has not returned for too long. Its cache is left alone until it does.
 *
 * @param name of the cache
 * @param seconds for how long, about, when it was noticed
 * @param thread name of the thread that is in it
 */
public record StuckCallback(String name, long seconds, String thread) {}
