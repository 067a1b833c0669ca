package io.cacheshrinker.demo.service;

/**
 * A row of the product table.
 *
 * @param seed what the long texts of the page are derived from, 0 … 2³² − 1
 */
record Product(int id, String title, int category, long seed) {}
