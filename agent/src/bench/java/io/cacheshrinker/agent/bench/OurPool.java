package io.cacheshrinker.agent.bench;

import io.cacheshrinker.agent.registry.Callbacks;
import io.cacheshrinker.agent.registry.Deferred;
import io.cacheshrinker.agent.registry.Group;
import io.cacheshrinker.agent.registry.Newborn;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import java.util.Objects;
import java.util.function.Function;

/** The production registry. */
final class OurPool implements Pool {
  private final Registry registry = new Registry();
  private final ThreadLocal<Walk> walks = ThreadLocal.withInitial(Walk::new);

  Registry registry() {
    return registry;
  }

  @Override
  public Lease open(Object cache, String group, Function<Object, Callbacks> callbacks) {
    RegisteredShrinker shrinker =
        Objects.requireNonNull(
            registry.alloc(
                new Newborn(
                    cache,
                    "bench/cache",
                    group,
                    "bench",
                    "OurPool.open",
                    "A",
                    "bench",
                    true,
                    2,
                    false,
                    0,
                    callbacks)));
    shrinker.lookedInto();
    registry.register(shrinker);
    return new Lease() {
      @Override
      public void close() {
        registry.close(shrinker);
      }

      @Override
      public void mark() {
        shrinker.mark();
      }

      @Override
      public void pinAndUnpin() {
        if (shrinker.pin() != null) {
          shrinker.unpin();
        }
      }
    };
  }

  @Override
  public void pass(String group, int priority, Visit visit) {
    Group named = registry.group(group);
    if (named != null) {
      walks.get().over(named, priority, visit);
    }
  }

  /** What a thread needs for its passes, made once. */
  private final class Walk {
    private final Deferred debt = new Deferred();
    private final Registry.Visitor visitor = this::visit;
    private final Group.Run run = this::run;
    private Group group;
    private Visit visit;
    private int priority;

    void over(Group in, int at, Visit with) {
      group = in;
      priority = at;
      visit = with;
      registry.walk(in, visitor);
    }

    private boolean visit(RegisteredShrinker shrinker, Object cache) {
      if (shrinker.mayShrink()) {
        group.run(shrinker, cache, run);
      }
      return true;
    }

    private long run(RegisteredShrinker shrinker, Object cache) {
      group.point(shrinker, debt);
      return visit.over(cache, shrinker.callbacks(cache), debt, priority);
    }
  }
}
