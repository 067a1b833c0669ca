package io.cacheshrinker.demo.bench;

/**
 * One thing that has to hold.
 *
 * @param claim in words, with its limit
 * @param seen what was measured, with its unit
 */
public record Check(String claim, String seen, boolean holds) {}
