/**
 * The memory store of Ehcache 2.10.
 *
 * <p>In: nothing.
 *
 * <p>Out: {@link io.cacheshrinker.integration.ehcache2.Ehcache2Integration#EHCACHE_2}.
 */
@NullMarked
package io.cacheshrinker.integration.ehcache2;

import org.jspecify.annotations.NullMarked;
