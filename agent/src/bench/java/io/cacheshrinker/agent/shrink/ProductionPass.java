package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.agent.registry.Registry;

/** The agent's own pass, for those who measure it. */
public final class ProductionPass {
  private final Pass pass;

  public ProductionPass(Registry registry, int caches) {
    pass = new Pass(registry);
    pass.ensureCapacity(caches);
  }

  /** One walk over a group at one priority; returns the estimated bytes freed. */
  public long single(String group, int priority) {
    return pass.single(group, priority, 0);
  }
}
