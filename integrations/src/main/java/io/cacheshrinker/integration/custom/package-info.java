/**
 * Caches that their owners register themselves, by {@link io.cacheshrinker.Shrinkers}.
 *
 * <p>In: nothing.
 *
 * <p>Out: {@link io.cacheshrinker.integration.custom.CustomIntegration#CUSTOM}.
 */
@NullMarked
package io.cacheshrinker.integration.custom;

import org.jspecify.annotations.NullMarked;
