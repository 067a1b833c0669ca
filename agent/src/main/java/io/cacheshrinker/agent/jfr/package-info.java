/**
 * Flight recorder events, for looking at afterwards what was decided and done.
 *
 * <p>In: {@link io.cacheshrinker.agent.shrink.Chronicle}, births and verdicts.
 *
 * <p>Out: events {@code cacheshrinker.*} in the recordings of the JVM. Nothing of {@code jdk.jfr}
 * is loaded where the module is missing, and no event class before somebody records.
 */
@NullMarked
package io.cacheshrinker.agent.jfr;

import org.jspecify.annotations.NullMarked;
