package io.cacheshrinker.agent.instrument;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was seen and cannot be shrunk, with the reason: the first {@value #LIMIT} of them. Filled by
 * threads that load classes and by the agent's own; all access is under the lock of this object,
 * which is held for a few steps only. What is said is said by the agent's own thread, never inside
 * the application's {@code loadClass}.
 */
public final class Inventory {
  private static final int LIMIT = 256;

  private final Runnable wake;
  private final List<Unregistered> unregistered = new ArrayList<>();
  private final List<Unregistered> unsaid = new ArrayList<>();
  private final Set<String> saidReasons = new HashSet<>();

  /**
   * @param wake tells the agent's own thread that there is something to say; does not wait
   */
  public Inventory(Runnable wake) {
    this.wake = wake;
  }

  /** A class file that looks like a birth place of caches and is none that we know. */
  void notWoven(String internalName, String reason) {
    add(new Unregistered(internalName.replace('/', '.'), "", "", reason), internalName + reason);
    wake.run();
  }

  /** A newborn cache that cannot be registered; said once per library and reason. */
  void notRegistered(Unregistered cache) {
    add(cache, cache.library() + cache.reason());
  }

  /** Something that is declared and cannot be followed; kept and said once for each reason. */
  void notDeclared(Unregistered declared) {
    String said = declared.name() + declared.reason();
    if (!isSaid(said)) {
      add(declared, said);
      wake.run();
    }
  }

  private synchronized boolean isSaid(String said) {
    return saidReasons.contains(said);
  }

  private synchronized void add(Unregistered seen, String said) {
    if (unregistered.size() < LIMIT) {
      unregistered.add(seen);
    }
    if (saidReasons.size() < LIMIT && saidReasons.add(said)) {
      unsaid.add(seen);
    }
  }

  /** All that cannot be shrunk, the oldest first. */
  public synchronized List<Unregistered> unregistered() {
    return List.copyOf(unregistered);
  }

  /** What has not been said yet; it counts as said from now on. */
  public synchronized List<Unregistered> takeUnsaid() {
    List<Unregistered> taken = List.copyOf(unsaid);
    unsaid.clear();
    return taken;
  }
}
