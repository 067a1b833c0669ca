package io.cacheshrinker.agent.jmx;

import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import io.cacheshrinker.agent.shrink.AgentState;
import io.cacheshrinker.agent.shrink.Control;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** Does what the contract says, in the simplest way, on fake caches. */
public final class FakeControl implements Control {
  private final Registry registry;
  private volatile String mode = "shrink";
  private volatile BiConsumer<String, String> listener = (verdict, reason) -> {};

  /** Controls the caches of this registry. */
  public FakeControl(Registry registry) {
    this.registry = registry;
  }

  /** Changes the verdict. */
  public void verdict(String verdict, String reason) {
    listener.accept(verdict, reason);
  }

  @Override
  public AgentState state() {
    return new AgentState(
        mode,
        12,
        1,
        2,
        0.75,
        0.68,
        3,
        4,
        5,
        "fine",
        "no pressure",
        6,
        7,
        8,
        9,
        10,
        11,
        12,
        13,
        registry.shrinkers().size());
  }

  @Override
  public long shrink(int priority) {
    return shrinkGroup(Scope.ALL_GROUPS, priority);
  }

  @Override
  public long shrinkGroup(String group, int priority) {
    if (priority < 0 || priority > 12) {
      throw new IllegalArgumentException("priority " + priority + ": allowed is 0 to 12");
    }
    AtomicLong freed = new AtomicLong();
    registry.walk(
        group,
        (shrinker, cache) -> {
          freed.addAndGet(scan(shrinker, 10));
          return true;
        });
    return freed.get();
  }

  @Override
  public long dropAll() {
    throw new Foreign();
  }

  @Override
  public void changeMode(String wanted) {
    if (!wanted.matches("shrink|observe|off")) {
      throw new IllegalArgumentException("mode " + wanted + ": allowed is shrink, observe or off");
    }
    mode = wanted;
  }

  @Override
  public long count(RegisteredShrinker shrinker) {
    Object cache = shrinker.pin();
    if (cache == null) {
      return 0;
    }
    try {
      return shrinker.callbacks(cache).count(cache);
    } finally {
      shrinker.unpin();
    }
  }

  @Override
  public long scan(RegisteredShrinker shrinker, long entries) {
    if (entries < 0) {
      throw new IllegalArgumentException("scan " + entries + ": allowed is 0 or more");
    }
    Object cache = shrinker.mayShrink() ? shrinker.pin() : null;
    if (cache == null) {
      return 0;
    }
    try {
      long freed = shrinker.callbacks(cache).scan(cache, entries, new long[] {entries});
      shrinker.account(entries, freed);
      return freed;
    } finally {
      shrinker.unpin();
    }
  }

  @Override
  public long deferred(RegisteredShrinker shrinker) {
    return shrinker.deferred().get();
  }

  @Override
  public long bytes(RegisteredShrinker shrinker) {
    return Math.round(count(shrinker) * shrinker.bytesPerEntry());
  }

  @Override
  public void onVerdict(BiConsumer<String, String> verdictAndReason) {
    listener = verdictAndReason;
  }

  /** An exception whose class a client does not have. */
  private static final class Foreign extends RuntimeException {
    private static final long serialVersionUID = 1;

    Foreign() {
      super("a foreign failure");
    }
  }
}
