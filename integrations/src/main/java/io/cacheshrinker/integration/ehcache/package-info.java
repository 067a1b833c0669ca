/**
 * The heap tier of Ehcache 3.5 to 3.12.
 *
 * <p>In: nothing.
 *
 * <p>Out: {@link io.cacheshrinker.integration.ehcache.EhcacheIntegration#EHCACHE}.
 */
@NullMarked
package io.cacheshrinker.integration.ehcache;

import org.jspecify.annotations.NullMarked;
