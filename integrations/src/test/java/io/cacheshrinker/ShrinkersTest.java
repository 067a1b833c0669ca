package io.cacheshrinker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cacheshrinker.integration.OwnerCalls;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.Test;

/** What an application sees of the three calls, and what an agent does. */
class ShrinkersTest {
  private final List<String> calls = new ArrayList<>();
  private final ObjIntConsumer<String> agent = (group, call) -> calls.add(group + call);

  /** A cache that is a number of entries. */
  private static class Pages implements Shrinker {
    long entries = 1000;

    @Override
    public long count(Scope scope) {
      return entries;
    }

    @Override
    public long scan(Scope scope) {
      long freed = Math.min(scope.asked(), entries);
      entries -= freed;
      return freed;
    }
  }

  private static Registration registrationOf(ShrinkerHandle handle) {
    for (Object live : Shrinkers.liveRegistrations()) {
      if (((Registration) live).name().equals(handle.name())) {
        return (Registration) live;
      }
    }
    throw new AssertionError(handle + " is not listed");
  }

  private static boolean isListed(String name) {
    for (Object live : Shrinkers.liveRegistrations()) {
      if (((Registration) live).name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void handle_withoutAnAgent_goesThroughItsLifeAndDoesNothing() {
    ShrinkerHandle handle = Shrinkers.alloc("life");
    assertThat(isListed("life")).isFalse();
    assertThat(handle.seeks(4).batch(16).floor(0).group("shop").bytesPerEntry(100))
        .isSameAs(handle);
    handle.register(new Pages());
    assertThat(isListed("life")).isTrue();
    handle.mayHaveEntries();
    handle.exclude();
    handle.resume();
    handle.close();
    handle.close();
    assertThat(isListed("life")).isFalse();
  }

  @Test
  void close_beforeRegister_isForGood() {
    ShrinkerHandle handle = Shrinkers.alloc("early");
    handle.close();
    handle.register(new Pages());
    assertThat(isListed("early")).isFalse();
  }

  @Test
  void register_twice_isRefused() {
    try (ShrinkerHandle handle = Shrinkers.alloc("twice").register(new Pages())) {
      assertThatThrownBy(() -> handle.register(new Pages()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("twice");
      assertThat(handle.toString()).endsWith(Pages.class.getName());
      assertThatThrownBy(() -> handle.seeks(3)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void options_outOfRange_areRefusedWithWhatIsAllowed() {
    ShrinkerHandle handle = Shrinkers.alloc("bad");
    assertThatThrownBy(() -> handle.seeks(-1)).hasMessageContaining("0 to 1000000");
    assertThatThrownBy(() -> handle.batch(0)).hasMessageContaining("1 or more");
    assertThatThrownBy(() -> handle.floor(-1)).hasMessageContaining("0 or more");
    assertThatThrownBy(() -> handle.bytesPerEntry(0)).hasMessageContaining("1 or more");
    assertThatThrownBy(() -> handle.group(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Shrinkers.alloc("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(handle::resume).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void handle_thatNobodyKeeps_staysListedUntilClosed() {
    Shrinkers.alloc("forgotten").register(new Pages());
    WeakReference<Object> gone = new WeakReference<>(new Object());
    await()
        .until(
            () -> {
              System.gc();
              return gone.refersTo(null);
            });
    assertThat(isListed("forgotten")).isTrue();
    for (Object live : Shrinkers.liveRegistrations()) {
      if (((Registration) live).name().equals("forgotten")) {
        ((Registration) live).close();
      }
    }
  }

  /** The owner holds the handle, and the shrinker the owner, as it is with an inner class. */
  private static final class Owner {
    final Pages pages =
        new Pages() {
          @Override
          public long count(Scope scope) {
            return handle == null ? 0 : super.count(scope);
          }
        };
    final ShrinkerHandle handle = Shrinkers.alloc("owned").owner(this).register(pages);
  }

  @Test
  void owner_collected_takesTheRegistrationAlong() {
    WeakReference<Owner> owner = new WeakReference<>(new Owner());
    await()
        .until(
            () -> {
              System.gc();
              Shrinkers.alloc("probe").register(new Pages()).close();
              return owner.refersTo(null) && !isListed("owned");
            });
  }

  @Test
  void owner_thatIsTheShrinker_isEnoughToKeepItAlive() {
    Pages owner = new Pages();
    Registration registration =
        registrationOf(Shrinkers.alloc("self").owner(owner).register(owner));
    System.gc();
    registration.link(agent);
    assertThat(registration.count(Scope.ALL_GROUPS)).isEqualTo(1000);
    assertThat(registration.ownerObject()).isSameAs(owner);
    registration.close();
  }

  @Test
  void shrinker_collectedThoughItsOwnerLives_isToldToTheAgent() {
    Object owner = new Object();
    Shrinkers.alloc("lost").owner(owner).register(new Pages());
    Registration registration = null;
    for (Object live : Shrinkers.liveRegistrations()) {
      if (((Registration) live).name().equals("lost")) {
        registration = (Registration) live;
      }
    }
    Registration lost = registration;
    lost.link(agent);
    await()
        .until(
            () -> {
              System.gc();
              return lost.count(Scope.ALL_GROUPS) == 0;
            });
    assertThat(calls).contains("" + OwnerCalls.LOST);
    assertThat(owner).isNotNull();
    lost.close();
  }

  @Test
  void agent_thatIsLinked_hearsEachCall() {
    ShrinkerHandle handle = Shrinkers.alloc("linked").register(new Pages());
    handle.exclude();
    handle.exclude();
    handle.resume();
    assertThat(registrationOf(handle).link(agent)).isTrue();
    assertThat(calls).as("the pause that is left").containsExactly("" + OwnerCalls.EXCLUDE);
    handle.resume();
    handle.exclude();
    handle.resume();
    handle.mayHaveEntries();
    handle.mayHaveEntries("shop");
    handle.close();
    assertThat(calls)
        .containsExactly(
            "" + OwnerCalls.EXCLUDE,
            "" + OwnerCalls.RESUME,
            "" + OwnerCalls.EXCLUDE,
            "" + OwnerCalls.DRAIN,
            "" + OwnerCalls.RESUME,
            "" + OwnerCalls.MARK,
            "shop" + OwnerCalls.MARK,
            "" + OwnerCalls.CLOSE);
  }

  @Test
  void agent_thatComesAfterTheClose_isTurnedAway() {
    ShrinkerHandle handle = Shrinkers.alloc("late").register(new Pages());
    Registration registration = registrationOf(handle);
    handle.close();
    assertThat(registration.link(agent)).isFalse();
    assertThat(registration.count(Scope.ALL_GROUPS)).isZero();
    assertThat(registration.scan(Scope.ALL_GROUPS, 1, new long[] {1})).isEqualTo(Shrinker.STOP);
  }

  @Test
  void callbacks_nested_neverShareAScope() {
    Registration[] registration = new Registration[1];
    List<Long> asked = new ArrayList<>();
    Pages nesting =
        new Pages() {
          @Override
          public long scan(Scope scope) {
            if (scope.asked() > 1) {
              registration[0].scan("inner", scope.asked() - 1, new long[1]);
            }
            asked.add(scope.asked());
            assertThat(scope.group()).isEqualTo(scope.asked() == 12 ? "outer" : "inner");
            return 0;
          }
        };
    ShrinkerHandle handle = Shrinkers.alloc("nesting").register(nesting);
    registration[0] = registrationOf(handle);
    registration[0].link(agent);
    registration[0].scan("outer", 12, new long[1]);
    assertThat(asked)
        .as("as deep as the reserve goes")
        .containsExactly(5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
    asked.clear();
    registration[0].scan("inner", 1, new long[1]);
    assertThat(asked).as("the reserve is whole again").containsExactly(1L);
    handle.close();
  }

  @Test
  void callback_thatThrows_givesItsScopeBack() {
    ShrinkerHandle handle =
        Shrinkers.alloc("throwing")
            .register(
                new Pages() {
                  @Override
                  public long count(Scope scope) {
                    throw new OutOfMemoryError("planted");
                  }
                });
    Registration registration = registrationOf(handle);
    registration.link(agent);
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> registration.count(Scope.ALL_GROUPS)).hasMessage("planted");
    }
    assertThatCode(handle::close).doesNotThrowAnyException();
  }
}
