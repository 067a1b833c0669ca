package io.cacheshrinker.agent.registry;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Nothing is entered before register, and everything written before it is seen after it. */
public class RegisterStress {
  private static final int UNSEEN = -1;

  /** The fields that alloc does not know are plain: register is what publishes them. */
  @JCStressTest
  @Outcome(id = "-1", expect = ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "42", expect = ACCEPTABLE, desc = "complete")
  @Outcome(expect = FORBIDDEN, desc = "entered half-built")
  @State
  public static class Walk {
    final Registry registry = new Registry();
    final Payload cache = new Payload();

    @Actor
    public void owner() {
      RegisteredShrinker shrinker = Caches.allocated(registry, cache, "group");
      cache.value = 42;
      registry.register(shrinker);
    }

    @Actor
    public void walker(I_Result result) {
      result.r1 = UNSEEN;
      registry.walk(
          "group",
          (shrinker, of) -> {
            result.r1 = ((Payload) of).value;
            return true;
          });
    }
  }

  /** Register and close at once: closed wins, and both are harmless. */
  @JCStressTest
  @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "closed for good, place given back")
  @Outcome(expect = FORBIDDEN, desc = "a closed shrinker can be pinned, or stays listed")
  @State
  public static class Close {
    final Registry registry = new Registry();
    final Object cache = new Object();
    final RegisteredShrinker shrinker = Caches.allocated(registry, cache, "");

    @Actor
    public void owner() {
      registry.register(shrinker);
    }

    @Actor
    public void closer() {
      registry.close(shrinker);
    }

    @Arbiter
    public void after(ZZ_Result result) {
      result.r1 = Pins.canEnter(shrinker);
      result.r2 = registry.size() == 0;
    }
  }

  /**
   * A walk while the arrays grow: what was there before is visited, in the old array or the new.
   */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the old one; the new one came too late")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "both")
  @Outcome(expect = FORBIDDEN, desc = "the growth hid one that was there")
  @State
  public static class Growth {
    /** So many that the next needs a unit of its own. Dead ones keep their places until closed. */
    private static final int FULL = Unit.PLACES;

    final Registry registry = new Registry();
    final Object[] caches = new Object[FULL];
    final Payload last = new Payload();
    final RegisteredShrinker first;

    public Growth() {
      for (int i = 0; i < FULL; i++) {
        caches[i] = new Object();
      }
      first = Caches.live(registry, caches[0]);
      for (int i = 1; i < FULL; i++) {
        Caches.allocated(registry, caches[i], "");
      }
    }

    @Actor
    public void owner() {
      Caches.live(registry, last);
    }

    @Actor
    public void walker(II_Result result) {
      registry.walk(
          "",
          (shrinker, of) -> {
            result.r1 += shrinker == first ? 1 : 0;
            result.r2++;
            return true;
          });
    }
  }

  /** A cache with something that its constructor does not set. */
  static final class Payload {
    int value;
  }
}
