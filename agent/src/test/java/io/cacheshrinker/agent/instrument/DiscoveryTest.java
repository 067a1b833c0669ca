package io.cacheshrinker.agent.instrument;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import io.cacheshrinker.integration.Integration;
import io.cacheshrinker.integration.Integrations;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hook is in {@code java.lang} of the JVM that runs the tests. */
class DiscoveryTest {
  private final Instrumentation instrumentation = ByteBuddyAgent.install();
  private final List<Integration> integrations = Integrations.all();
  private final Births births = new Births(integrations, () -> {});
  private final Weaver weaver = new Weaver(integrations, new Inventory(() -> {}));
  private final Map<Object, Object> caffeine =
      Caffeine.newBuilder().maximumSize(100).executor(Runnable::run).build().asMap();
  private final Map<Object, Object> guava =
      CacheBuilder.newBuilder().maximumSize(100).build().asMap();

  @BeforeEach
  void attachLate() throws Exception {
    Hook.connect(instrumentation, births);
    instrumentation.addTransformer(weaver, true);
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      for (Integration integration : integrations) {
        if (loaded.getName().equals(integration.birth().owner())) {
          instrumentation.retransformClasses(loaded);
        }
      }
    }
  }

  @AfterEach
  void takeTheHookBack() throws Exception {
    instrumentation.removeTransformer(weaver);
    Hook.find(null);
    Class.forName("java.lang.CacheShrinkerHook").getField("sink").set(null, null);
  }

  @Test
  void cache_thatWasThere_isFoundOnceWhenItIsWrittenTo() throws Exception {
    Discovery discovery = discovery(Long.MAX_VALUE);
    discovery.tend();

    caffeine.put(1, 1);
    guava.put(1, 1);
    List<Object> found = takeAllBeforeTheAttach();
    caffeine.put(2, 2);
    guava.put(2, 2);

    assertThat(discovery.isOpen()).isTrue();
    assertThat(found).hasSize(2);
    assertThat(found.get(0).getClass().getName()).contains("LocalCache");
    assertThat(births.isEmpty()).isTrue();
    end(discovery);
  }

  @Test
  void classes_afterAQuietWhile_areWhatTheyWere() throws Exception {
    Discovery discovery = discovery(0);
    discovery.tend();
    caffeine.put(1, 1);
    takeAllBeforeTheAttach();

    discovery.tend();

    AtomicInteger seen = new AtomicInteger();
    Hook.find(cache -> seen.incrementAndGet());
    caffeine.put(2, 2);
    guava.put(2, 2);
    assertThat(discovery.isOpen()).isFalse();
    assertThat(seen).hasValue(0);
  }

  @Test
  void cache_ofOurOwn_isNotFound() throws Exception {
    Discovery discovery = discovery(Long.MAX_VALUE);
    discovery.tend();
    births.unannounced(
        () -> {
          Cache<Object, Object> own =
              Caffeine.newBuilder().maximumSize(10).executor(Runnable::run).build();
          own.put(1, 1);
          return own;
        });

    assertThat(births.isEmpty()).isTrue();
    end(discovery);
  }

  private Discovery discovery(long quietNanos) {
    return new Discovery(instrumentation, integrations, weaver, births, quietNanos);
  }

  /** Leaves the classes of the libraries as the next test expects them. */
  private void end(Discovery discovery) throws Exception {
    instrumentation.removeTransformer(discovery);
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      for (Integration integration : integrations) {
        Integration.Housekeeping housekeeping = integration.housekeeping();
        if (housekeeping != null && loaded.getName().equals(housekeeping.owner())) {
          instrumentation.retransformClasses(loaded);
        }
      }
    }
  }

  private List<Object> takeAllBeforeTheAttach() {
    List<Object> found = new ArrayList<>();
    for (Birth birth = births.takeAll(); birth != null; birth = birth.next) {
      assertThat(birth.site).isSameAs(Site.BEFORE_THE_ATTACH);
      found.add(requireNonNull(birth.get()));
    }
    return found;
  }
}
