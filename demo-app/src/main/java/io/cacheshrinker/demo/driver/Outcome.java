package io.cacheshrinker.demo.driver;

import org.jspecify.annotations.Nullable;

/**
 * What the clients saw.
 *
 * @param requests requests made, whatever came of them
 * @param errors requests without an answer in time, or with a status other than 200
 * @param wrong answers that were not the right one
 * @param finished every request of the trace was made, or the time was over; false when the service
 *     was gone before
 * @param p50Millis by a client that waits for each answer before its next request
 * @param last what the service said of itself last; null when it never did
 * @param firstError the first error, in words
 */
public record Outcome(
    long requests,
    long errors,
    long wrong,
    boolean finished,
    double seconds,
    double p50Millis,
    double p99Millis,
    double maxMillis,
    @Nullable ServiceStats last,
    @Nullable String firstError) {

  public boolean allRight() {
    return finished && errors == 0 && wrong == 0;
  }
}
