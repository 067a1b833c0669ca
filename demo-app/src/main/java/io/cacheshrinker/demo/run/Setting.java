package io.cacheshrinker.demo.run;

import java.nio.file.Path;

/**
 * What all services of one run have in common.
 *
 * @param jdk home of the JDK that runs the service
 * @param xmx maximum, and also initial, size of the heap
 * @param seconds how long the driver goes on; 0 for one pass of the trace
 * @param terminal whether progress may be one line that changes
 */
record Setting(
    Places places,
    Path jdk,
    Collector collector,
    Bytes xmx,
    int connections,
    double seconds,
    boolean terminal) {}
