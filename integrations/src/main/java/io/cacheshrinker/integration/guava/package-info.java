/**
 * Guava 12 to 33.
 *
 * <p>In: nothing.
 *
 * <p>Out: {@link io.cacheshrinker.integration.guava.GuavaIntegration#GUAVA}.
 */
@NullMarked
package io.cacheshrinker.integration.guava;

import org.jspecify.annotations.NullMarked;
