/**
 * The service's clients, in a JVM of their own: they replay an access trace over HTTP and know the
 * right answer to every request without asking the service.
 *
 * <p>In: a trace and the port of the service. Out: an {@link io.cacheshrinker.demo.driver.Outcome}.
 */
@NullMarked
package io.cacheshrinker.demo.driver;

import org.jspecify.annotations.NullMarked;
