package io.cacheshrinker.demo.run;

/**
 * What the agent did, from its MBean and its threads.
 *
 * @param evicted entries
 * @param cpuMillis processor time of the agent's own threads
 */
record AgentNumbers(long evicted, long passes, String verdict, double cpuMillis) {}
