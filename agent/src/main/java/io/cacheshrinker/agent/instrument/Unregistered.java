package io.cacheshrinker.agent.instrument;

/**
 * A cache, or a class that builds caches, that was seen and cannot be shrunk.
 *
 * @param name name of the cache, or of the class if no cache was born yet
 * @param library e.g. {@code caffeine}; empty if not known
 * @param createdAt creation site; empty if no cache was born yet
 * @param reason why not, in words
 */
public record Unregistered(String name, String library, String createdAt, String reason) {}
