package io.cacheshrinker.agent.bench;

/** A thread that runs passes without end, over all caches and over each group, or only burns. */
final class Passer {
  private static final int PRIORITY = 6;
  private static final long BURN_STEPS = 100_000;

  private final Pool pool;
  private final String[] groups;
  private final Visit visit = new Visit();

  volatile boolean burns;

  /** Written by its own thread only. */
  volatile long passes;

  private long spent = 1;

  Passer(Pool pool, int tenants) {
    this.pool = pool;
    groups = new String[1 + tenants];
    groups[0] = "";
    for (int i = 0; i < tenants; i++) {
      groups[1 + i] = Stormer.group(i);
    }
    Thread thread = new Thread(this::run, "pass");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    for (int next = 0; ; next = (next + 1) % groups.length) {
      if (burns) {
        spent = Burner.burn(spent, BURN_STEPS);
      } else {
        pool.pass(groups[next], PRIORITY, visit);
        passes = passes + 1;
      }
    }
  }
}
