package io.cacheshrinker.agent.registry;

import static io.cacheshrinker.agent.registry.Caches.live;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.cacheshrinker.Scope;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A walk runs when memory is short: it must not ask for any. */
class RegistryAllocationTest {
  private static final int WALKS = 200;
  private static final int WARM_UP = 2_000;

  private final Registry registry = new Registry();
  private final List<Object> kept = new ArrayList<>();
  private long visits;
  private Object planted = kept;

  @Test
  void walk_thousandShrinkers_allocatesNothing() {
    fill();
    Registry.Visitor visitor =
        (shrinker, cache) -> {
          visits += shrinker.pins();
          return true;
        };
    assertThat(bytesOfWalks(visitor)).isZero();
    assertThat(visits).isPositive();
  }

  /** The same measurement sees one small object per visit, so it can fail. */
  @Test
  void walk_visitorThatAllocates_isSeen() {
    fill();
    Registry.Visitor visitor =
        (shrinker, cache) -> {
          planted = new Object[1];
          return planted != kept;
        };
    assertThat(bytesOfWalks(visitor)).isGreaterThan(WALKS * 1000L);
  }

  private void fill() {
    for (int i = 0; i < 1000; i++) {
      Object cache = new Object();
      kept.add(cache);
      live(registry, cache, i % 2 == 0 ? Scope.ALL_GROUPS : "group");
    }
  }

  private long bytesOfWalks(Registry.Visitor visitor) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    walk(visitor, WARM_UP);
    threads.getCurrentThreadAllocatedBytes();
    long before = threads.getCurrentThreadAllocatedBytes();
    walk(visitor, WALKS);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private void walk(Registry.Visitor visitor, int times) {
    for (int i = 0; i < times; i++) {
      registry.walk(Scope.ALL_GROUPS, visitor);
      registry.walk("group", visitor);
    }
  }
}
