/**
 * Caffeine 2.7 to 3.x.
 *
 * <p>In: nothing.
 *
 * <p>Out: {@link io.cacheshrinker.integration.caffeine.CaffeineIntegration#CAFFEINE}.
 */
@NullMarked
package io.cacheshrinker.integration.caffeine;

import org.jspecify.annotations.NullMarked;
