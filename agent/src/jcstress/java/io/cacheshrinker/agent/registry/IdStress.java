package io.cacheshrinker.agent.registry;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** An id is given to another: nothing of the old one comes with it. */
public class IdStress {
  private static final int DEBT = 7;

  /** A pass that owes in the old one's name, while it is closed and the next one is born. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "the next one starts without debt")
  @Outcome(expect = FORBIDDEN, desc = "another id, or a debt that is not its own")
  @State
  public static class Debt {
    final Registry registry = new Registry();
    final Object cache = new Object();
    final Object next = new Object();
    final RegisteredShrinker old = Caches.live(registry, cache);

    @Actor
    public void pass() {
      if (old.pin() != null) {
        old.deferred().add(DEBT);
        old.unpin();
      }
    }

    @Actor
    public void owner(JJ_Result result) {
      registry.close(old);
      RegisteredShrinker born = Caches.live(registry, next);
      result.r1 = born.id();
      result.r2 = born.deferred().get();
    }
  }

  /** A walk with a stale view of the place finds one of the two, as what it is. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "neither: one gone, the other not there yet")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the old one")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the new one")
  @Outcome(expect = FORBIDDEN, desc = "a cache under another's name, or twice")
  @State
  public static class Walk {
    final Registry registry = new Registry();
    final Object cache = new Object();
    final Object next = new Object();
    final RegisteredShrinker old = Caches.live(registry, cache);

    @Actor
    public void walker(II_Result result) {
      registry.walk(
          "",
          (shrinker, of) -> {
            if (of == cache && shrinker == old) {
              result.r1++;
            } else if (of == next && shrinker != old) {
              result.r2++;
            } else {
              result.r1 = -1;
            }
            return true;
          });
    }

    @Actor
    public void owner() {
      registry.close(old);
      Caches.live(registry, next);
    }
  }

  /** Two are born at once; they and the one before them have ids of their own. */
  @JCStressTest
  @Outcome(id = "1, 2, 3", expect = ACCEPTABLE, desc = "in one order")
  @Outcome(id = "2, 1, 3", expect = ACCEPTABLE, desc = "in the other")
  @Outcome(expect = FORBIDDEN, desc = "two with one id, or one that is not listed")
  @State
  public static class Births {
    final Registry registry = new Registry();
    final Object first = new Object();
    final Object one = new Object();
    final Object other = new Object();

    public Births() {
      Caches.live(registry, first);
    }

    @Actor
    public void one(III_Result result) {
      result.r1 = Caches.live(registry, one).id();
    }

    @Actor
    public void other(III_Result result) {
      result.r2 = Caches.live(registry, other, "group").id();
    }

    @Arbiter
    public void all(III_Result result) {
      result.r3 = registry.shrinkers().size();
    }
  }

  /** One cache, announced by two threads, is registered once. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "one of them registered it")
  @Outcome(expect = FORBIDDEN, desc = "registered twice, or by nobody")
  @State
  public static class SameCache {
    final Registry registry = new Registry();
    final Object cache = new Object();
    boolean one;
    boolean other;

    @Actor
    public void one() {
      one = registry.alloc(Caches.newborn(cache)) != null;
    }

    @Actor
    public void other() {
      other = registry.alloc(Caches.newborn(cache)) != null;
    }

    @Arbiter
    public void both(II_Result result) {
      result.r1 = (one ? 1 : 0) + (other ? 1 : 0);
      result.r2 = registry.size();
    }
  }
}
