package io.cacheshrinker.agent.registry;

import static io.cacheshrinker.agent.registry.Caches.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cacheshrinker.Scope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A collected cache is a closed one. */
class RegistryCollectionTest {
  private final Registry registry = new Registry();

  @Test
  void drainDead_collectedCache_closesItOnce() {
    Object stays = new Object();
    RegisteredShrinker alive = live(registry, stays);
    RegisteredShrinker dies = live(registry, new Object());
    List<RegisteredShrinker> closed = collectAndDrain(1);
    assertThat(closed).containsExactly(dies);
    assertThat(registry.shrinkers()).containsExactly(alive);
    assertThat(dies.pin()).isNull();
    assertThat(registry.drainDead(closed::add)).isZero();
    assertThat(alive.pin()).isSameAs(stays);
    alive.unpin();
    assertThat(live(registry, new Object()).id()).isEqualTo(dies.id());
  }

  @Test
  void pin_collectedButNotDrained_nullAndNoPinLeft() {
    RegisteredShrinker dies = live(registry, new Object());
    await()
        .until(
            () -> {
              System.gc();
              return dies.cache().get() == null;
            });
    assertThat(dies.pin()).isNull();
    assertThat(dies.pins()).isZero();
    registry.walk(
        Scope.ALL_GROUPS,
        (shrinker, cache) -> {
          throw new AssertionError("visited a collected cache");
        });
  }

  @Test
  void drainDead_ownerCollected_closesItThoughTheCacheLives() {
    Object cache = new Object();
    RegisteredShrinker owned = registry.alloc(Caches.ownedBy(cache, new Object()));
    registry.register(owned);
    assertThat(collectAndDrain(1)).containsExactly(owned);
    assertThat(owned.isLive()).isFalse();
    assertThat(registry.alloc(Caches.newborn(cache))).as("the cache is free again").isNotNull();
  }

  @Test
  void pin_ownerCollectedButNotDrained_nullAndNoPinLeft() {
    Object cache = new Object();
    RegisteredShrinker owned = registry.alloc(Caches.ownedBy(cache, new Object()));
    registry.register(owned);
    await()
        .until(
            () -> {
              System.gc();
              return owned.owner().refersTo(null);
            });
    assertThat(owned.pin()).isNull();
    assertThat(owned.pins()).isZero();
    assertThat(cache).isNotNull();
  }

  @Test
  void drainDead_closedBefore_notToldAgain() {
    RegisteredShrinker closed = live(registry, new Object());
    registry.close(closed);
    RegisteredShrinker dies = live(registry, new Object());
    assertThat(collectAndDrain(1)).containsExactly(dies);
  }

  @Test
  void group_lastShrinkerCollected_goesToo() {
    live(registry, new Object(), "tenant");
    collectAndDrain(1);
    registry.walk(
        "tenant",
        (shrinker, cache) -> {
          throw new AssertionError("visited " + shrinker);
        });
    Object cache = new Object();
    RegisteredShrinker next = live(registry, cache, "tenant");
    List<RegisteredShrinker> seen = new ArrayList<>();
    registry.walk("tenant", (shrinker, any) -> seen.add(shrinker));
    assertThat(seen).containsExactly(next);
    assertThat(cache).isNotNull();
  }

  private List<RegisteredShrinker> collectAndDrain(int expected) {
    List<RegisteredShrinker> closed = new ArrayList<>();
    await()
        .until(
            () -> {
              System.gc();
              registry.drainDead(closed::add);
              return closed.size() >= expected;
            });
    return closed;
  }
}
