package io.cacheshrinker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.newrelic.PrivateLoader;
import io.cacheshrinker.agent.instrument.Hook;
import io.cacheshrinker.integration.Integration;
import io.cacheshrinker.integration.Integrations;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.Test;

class CandidateFilterTest {
  @Test
  void candidates_ofTheFilter_areTheBirthPlacesOfAllIntegrations() {
    List<List<String>> expected = new ArrayList<>();
    for (Integration integration : Integrations.all()) {
      List<String> row = new ArrayList<>(List.of(integration.birth().ownerSimpleName()));
      row.addAll(integration.birth().poolNames());
      expected.add(row);
    }

    List<List<String>> actual = new ArrayList<>();
    for (String[] row : CandidateFilter.candidates()) {
      actual.add(List.of(row));
    }

    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void named_optionsOfAllKinds_areTheClassesAfterTheWord() {
    assertThat(
            CandidateFilter.named(
                "mode=observe,opt-in=guava/*;class/com.acme.Lru;class/b.C$D,high=0.7",
                null,
                "class/e.F"))
        .containsExactly("com/acme/Lru", "b/C$D", "e/F");
    assertThat(CandidateFilter.named(null, "high=0.7")).isEmpty();
  }

  @Test
  void retransformLoaded_classThatTheJvmDoesNotChange_stopsNoOther() throws Exception {
    Class<?> first = Class.forName("com.google.common.cache.LocalCache");
    Class<?> second = Class.forName("com.github.benmanes.caffeine.cache.LocalCacheFactory");
    for (Throwable refusal :
        List.of(new NoClassDefFoundError("thrown by a test"), new VerifyError("likewise"))) {
      List<Class<?>> asked = new ArrayList<>();

      new CandidateFilter(jvmWith(asked, first, refusal, first, second, String.class), null, true)
          .retransformLoaded();

      assertThat(asked).containsExactly(first, second);
    }
  }

  @Test
  void retransformLoaded_copyInsideAnotherAgent_isLeftAlone() throws Exception {
    Class<?> own = Class.forName("com.google.common.cache.LocalCache");
    List<Class<?>> asked = new ArrayList<>();
    try (PrivateLoader loader =
        new PrivateLoader(own.getProtectionDomain().getCodeSource().getLocation())) {
      Class<?> copy = Class.forName(own.getName(), false, loader);
      assertThat(copy).isNotSameAs(own);

      new CandidateFilter(jvmWith(asked, copy, new InternalError(), copy, own), null, true)
          .retransformLoaded();
    }

    assertThat(asked).containsExactly(own);
  }

  /** A JVM with these classes, of which one cannot be changed. */
  private static Instrumentation jvmWith(
      List<Class<?>> asked, Class<?> refusing, Throwable refusal, Class<?>... loaded) {
    return (Instrumentation)
        Proxy.newProxyInstance(
            CandidateFilterTest.class.getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "getAllLoadedClasses":
                  return loaded;
                case "isModifiableClass":
                  return true;
                case "retransformClasses":
                  Class<?> one = ((Class<?>[]) arguments[0])[0];
                  asked.add(one);
                  if (one == refusing) {
                    throw refusal;
                  }
                  return null;
                default:
                  throw new AssertionError(method);
              }
            });
  }

  @Test
  void disconnect_endsOfTheHook_takesAwayOursOnly() throws Exception {
    Consumer<Object> ours = cache -> {};
    Hook.connect(ByteBuddyAgent.install(), ours);
    Class<?> hook = Class.forName("java.lang.CacheShrinkerHook");
    Field sink = hook.getField("sink");
    Field finder = hook.getField("finder");
    try {
      finder.set(null, ours);

      CandidateFilter.disconnect(ClassLoader.getPlatformClassLoader());
      assertThat(sink.get(null)).isSameAs(ours);
      assertThat(finder.get(null)).isSameAs(ours);
      CandidateFilter.disconnect(CandidateFilterTest.class.getClassLoader());

      assertThat(sink.get(null)).isNull();
      assertThat(finder.get(null)).isNull();
    } finally {
      sink.set(null, null);
      finder.set(null, null);
    }
  }
}
