package io.cacheshrinker.demo.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cacheshrinker.demo.driver.Outcome;
import io.cacheshrinker.demo.driver.ServiceStats;
import org.jspecify.annotations.Nullable;

/**
 * One service, from its start to its end. The names of the components are those of the JSON.
 *
 * @param survived it answered to the end and then ended in order
 * @param exit its exit code; 3 is the JVM's for -XX:+ExitOnOutOfMemoryError
 * @param outOfMemory the JVM said that it ends because of an OutOfMemoryError
 * @param hitRate of the page cache, 0 to 1, by its own statistics
 * @param quoteHitRate of the price client's cache
 * @param bothHitRate of both caches taken together
 * @param pagesHeld entries of the page cache at the end
 * @param fullGcs full collections; on ZGC and Shenandoah (major) cycles
 * @param evicted entries that the agent evicted; null without an agent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PhaseResult(
    boolean survived,
    int exit,
    boolean outOfMemory,
    long requests,
    long errors,
    long wrong,
    double hitRate,
    double quoteHitRate,
    double bothHitRate,
    double p50Millis,
    double p99Millis,
    double maxMillis,
    long pagesHeld,
    long fullGcs,
    double seconds,
    @Nullable Long evicted,
    @Nullable Long passes,
    @Nullable String verdict,
    @Nullable Double agentCpuMillis,
    @Nullable String firstError) {

  /** A service that ended before it could be asked anything. */
  static PhaseResult notStarted(int exit, boolean outOfMemory, String why) {
    Outcome nothing = new Outcome(0, 0, 0, false, 0, 0, 0, 0, null, "did not start: " + why);
    return of(nothing, exit, outOfMemory, null);
  }

  static PhaseResult of(Outcome seen, int exit, boolean outOfMemory, @Nullable AgentNumbers agent) {
    ServiceStats stats = seen.last();
    return new PhaseResult(
        seen.finished() && exit == 0,
        exit,
        outOfMemory,
        seen.requests(),
        seen.errors(),
        seen.wrong(),
        stats == null ? 0 : stats.pages().hitRate(),
        stats == null ? 0 : stats.quotes().hitRate(),
        stats == null ? 0 : stats.both().hitRate(),
        seen.p50Millis(),
        seen.p99Millis(),
        seen.maxMillis(),
        stats == null ? 0 : stats.pages().size(),
        stats == null ? 0 : stats.fullGcs(),
        seen.seconds(),
        agent == null ? null : agent.evicted(),
        agent == null ? null : agent.passes(),
        agent == null ? null : agent.verdict(),
        agent == null ? null : agent.cpuMillis(),
        seen.firstError());
  }

  boolean diedOfOutOfMemory() {
    return !survived && exit == 3 && outOfMemory;
  }

  boolean allRight() {
    return survived && requests > 0 && errors == 0 && wrong == 0;
  }
}
