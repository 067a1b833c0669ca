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
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** No callback starts after close began, and none runs after it returned. */
public class CloseStress {
  private static final int REFUSED = 0;
  private static final int BEFORE_THE_CLOSE = 1;
  private static final int AFTER_THE_CLOSE = 2;

  /** What the walker saw in the callback; what of it the closer saw when close had returned. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "closed before the walker came")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "the callback began and ended before")
  @Outcome(expect = FORBIDDEN, desc = "a callback in a closed cache, or a result not visible")
  @State
  public static class Walk {
    final Registry registry = new Registry();
    final Steps cache = new Steps();
    final RegisteredShrinker shrinker = Caches.live(registry, cache);

    @Actor
    public void walker(II_Result result) {
      registry.walk(
          "",
          (visited, of) -> {
            cache.progress = 1;
            result.r1 = cache.closed ? AFTER_THE_CLOSE : BEFORE_THE_CLOSE;
            cache.progress = 2;
            return true;
          });
    }

    @Actor
    public void closer(II_Result result) {
      registry.close(shrinker);
      result.r2 = cache.progress;
      cache.closed = true;
    }
  }

  /** Two at once: both wait for the callback, and the place is given back once. */
  @JCStressTest
  @Outcome(id = "2, 2, 1", expect = ACCEPTABLE, desc = "both waited; the next ids are 0 and 1")
  @Outcome(expect = FORBIDDEN, desc = "one did not wait, or the id was given back twice")
  @State
  public static class Twice {
    final Registry registry = new Registry();
    final Steps cache = new Steps();
    final Object next = new Object();
    final Object overNext = new Object();
    final RegisteredShrinker shrinker = Caches.live(registry, cache);

    public Twice() {
      Pins.enter(shrinker);
    }

    @Actor
    public void one(III_Result result) {
      cache.progress = 2;
      Pins.leave(registry, shrinker);
      registry.close(shrinker);
      result.r1 = cache.progress;
    }

    @Actor
    public void other(III_Result result) {
      registry.close(shrinker);
      result.r2 = cache.progress;
    }

    @Arbiter
    public void ids(III_Result result) {
      int first = Caches.live(registry, next).id();
      int second = Caches.live(registry, overNext).id();
      result.r3 = first == 0 ? second : -1;
    }
  }

  /** From inside its own callback it cannot wait; another closer does. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "closed before the callback, by the other")
  @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "the other waited for the callback")
  @Outcome(expect = FORBIDDEN, desc = "the other did not wait, or the place was not given back")
  @State
  public static class InsideItsCallback {
    final Registry registry = new Registry();
    final Steps cache = new Steps();
    final Object next = new Object();
    final RegisteredShrinker shrinker = Caches.live(registry, cache);

    @Actor
    public void callback() {
      registry.walk(
          "",
          (visited, of) -> {
            cache.progress = 1;
            registry.close(visited);
            cache.progress = 2;
            return true;
          });
    }

    @Actor
    public void other(II_Result result) {
      registry.close(shrinker);
      result.r1 = cache.progress;
    }

    @Arbiter
    public void place(II_Result result) {
      result.r2 = registry.size() == 0 ? Caches.live(registry, next).id() : -1;
    }
  }

  /** A close whose time runs out: who completes it, the closer or the last unpin? Exactly one. */
  @JCStressTest
  @Outcome(id = "true, true, 0", expect = ACCEPTABLE, desc = "drained in time")
  @Outcome(id = "false, true, 0", expect = ACCEPTABLE, desc = "completed by the unpin")
  @Outcome(expect = FORBIDDEN, desc = "completed by nobody, or told wrong")
  @State
  public static class OutOfTime {
    final Registry registry = new Registry();
    final Steps cache = new Steps();
    final Object next = new Object();
    final RegisteredShrinker shrinker = Caches.live(registry, cache);

    public OutOfTime() {
      Pins.enter(shrinker);
    }

    @Actor
    public void callback() {
      cache.progress = 2;
      Pins.leave(registry, shrinker);
    }

    @Actor
    public void closer(ZZI_Result result) {
      result.r1 = registry.closeWithin(shrinker, 0);
      result.r2 = !result.r1 || cache.progress == 2;
    }

    @Arbiter
    public void place(ZZI_Result result) {
      result.r3 = registry.size() == 0 ? Caches.live(registry, next).id() : -1;
    }
  }

  /** The count of a word that is pinned, unpinned and detached comes to rest at nothing. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "refused")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "pinned, waited for, unpinned")
  @Outcome(expect = FORBIDDEN, desc = "a pin after the drain, or one that is left")
  @State
  public static class Word {
    final StateWord word = new StateWord();

    public Word() {
      word.publish();
    }

    @Actor
    public void pass(II_Result result) {
      if (word.pin()) {
        result.r1 = word.pins();
        if (word.unpin()) {
          throw new AssertionError("handed over by nobody");
        }
      } else {
        result.r1 = REFUSED;
      }
    }

    @Actor
    public void closer(II_Result result) {
      word.detach();
      word.awaitDrained(Long.MAX_VALUE / 2);
      result.r2 = word.pins();
    }
  }

  /** A cache that shows how far its callback is. Plain: close is what makes it visible. */
  static final class Steps {
    int progress;
    volatile boolean closed;
  }
}
