package io.cacheshrinker.agent.instrument;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.integration.Integration;
import io.cacheshrinker.integration.Integrations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BirthsTest {
  private final AtomicInteger wakes = new AtomicInteger();
  private final Births births = new Births(Integrations.all(), wakes::incrementAndGet);

  @Test
  void births_announced_areTakenNewestFirstAfterOneWake() {
    Object first = new Object();
    Object second = new Object();
    births.accept(first);
    births.accept(second);

    Birth newest = requireNonNull(births.takeAll());
    Birth older = requireNonNull(newest.next);

    assertThat(wakes).hasValue(1);
    assertThat(newest.get()).isSameAs(second);
    assertThat(older.get()).isSameAs(first);
    assertThat(older.next).isNull();
    assertThat(births.isEmpty()).isTrue();
  }

  @Test
  void births_takenOldestFirst_areAllThereInTheirOrder() {
    List<Object> caches = List.of(new Object(), new Object(), new Object());
    caches.forEach(births::accept);

    List<Object> taken = new ArrayList<>();
    for (Birth birth = births.takeAllOldestFirst(); birth != null; birth = birth.next) {
      taken.add(birth.get());
    }

    assertThat(taken).isEqualTo(caches);
    assertThat(births.takeAllOldestFirst()).isNull();
  }

  @Test
  void birth_onAThreadThatIsMuted_isNotAnnounced() throws Exception {
    births.unannounced(
        () -> {
          births.accept(new Object());
          return true;
        });

    assertThat(births.isEmpty()).isTrue();
    births.accept(new Object());
    assertThat(births.isEmpty()).isFalse();
  }

  @Test
  void births_overTheLimit_areCountedAndNotKept() {
    List<Object> caches = new ArrayList<>();
    for (int i = 0; i < Births.LIMIT + 10; i++) {
      caches.add(new Object());
      births.accept(caches.get(i));
    }

    assertThat(births.lost()).isEqualTo(10);
    assertThat(taken()).hasSize(Births.LIMIT);
  }

  @Test
  void births_inAStorm_soonHaveNoSites() {
    for (int i = 0; i < SiteBudget.BURST * 4; i++) {
      births.accept(this);
    }

    int lookedUp = 0;
    for (Birth birth = births.takeAll(); birth != null; birth = birth.next) {
      lookedUp += birth.site.equals(Site.NOT_LOOKED_UP) ? 0 : 1;
    }
    assertThat(lookedUp).isBetween(SiteBudget.BURST, SiteBudget.BURST + 100);
  }

  @Test
  void birth_whoseSiteCannotBeLookedUp_isAnnouncedWithoutOne() {
    Births blind = new Births(List.of(withFrames(Arrays.asList("com.acme.", null))), () -> {});

    blind.accept(this);

    Birth birth = requireNonNull(blind.takeAll());
    assertThat(birth.get()).isSameAs(this);
    assertThat(birth.site).isSameAs(Site.UNKNOWN);
    assertThat(blind.lost()).isZero();
  }

  private static Integration withFrames(List<String> frames) {
    Integration known = Integrations.all().get(0);
    return new Integration(
        known.library(),
        known.birth(),
        known.housekeeping(),
        known.listing(),
        known.base(),
        known.adapter(),
        known.members(),
        frames);
  }

  @Test
  void sink_whoseWakeThrows_throwsNothing() {
    Births broken =
        new Births(
            Integrations.all(),
            () -> {
              throw new OutOfMemoryError("not really");
            });

    broken.accept(new Object());

    assertThat(broken.lost()).isEqualTo(1);
  }

  @Test
  void births_ofManyThreads_areEachTakenOnce() throws Exception {
    int threads = 8;
    int each = 500;
    List<Object> caches = Collections.synchronizedList(new ArrayList<>());
    Set<Object> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    CountDownLatch done = new CountDownLatch(threads);
    for (int t = 0; t < threads; t++) {
      new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  Object cache = new Object();
                  caches.add(cache);
                  births.accept(cache);
                }
                done.countDown();
              })
          .start();
    }
    while (done.getCount() > 0 || !births.isEmpty()) {
      for (Object cache : taken()) {
        assertThat(taken.add(cache)).isTrue();
      }
    }

    assertThat(taken).hasSize(threads * each);
    assertThat(taken).containsAll(caches);
    assertThat(births.lost()).isZero();
  }

  private List<Object> taken() {
    List<Object> taken = new ArrayList<>();
    for (Birth birth = births.takeAll(); birth != null; birth = birth.next) {
      Object cache = birth.get();
      if (cache != null) {
        taken.add(cache);
      }
    }
    return taken;
  }
}
