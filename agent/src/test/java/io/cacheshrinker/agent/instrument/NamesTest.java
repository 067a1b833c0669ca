package io.cacheshrinker.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
  private final Names names = new Names();

  @Test
  void name_ofTheFirstCache_hasNoNumber() {
    assertThat(names.take("caffeine", "com.acme.Client.load"))
        .isEqualTo("caffeine/com.acme.Client.load");
    assertThat(names.take("caffeine", "com.acme.Client.load"))
        .isEqualTo("caffeine/com.acme.Client.load#2");
    assertThat(names.take("guava", "com.acme.Client.load")).isEqualTo("guava/com.acme.Client.load");
  }

  @Test
  void name_ofACacheThatIsGone_isGivenAgain() {
    names.take("guava", "a");
    String second = names.take("guava", "a");
    names.take("guava", "a");
    names.release(second);

    assertThat(names.take("guava", "a")).isEqualTo(second);
  }

  @Test
  void table_afterCachesPerRequest_isEmpty() {
    List<String> living = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      living.add(names.take("guava", "com.acme.Request" + i % 100 + ".run"));
      if (living.size() > 50) {
        names.release(living.remove(0));
      }
    }
    living.forEach(names::release);

    assertThat(names.sites()).isZero();
  }

  @Test
  void name_withOtherCharacters_isClean() {
    assertThat(names.take("guava", "com.acme.Client.<init>"))
        .isEqualTo("guava/com.acme.Client.init");
    assertThat(names.take("guava", "com.acme.Café#x.a,b")).isEqualTo("guava/com.acme.Caf__x.a_b");
  }

  @Test
  void name_ofAnEndlessSite_isCutInFront() {
    assertThat(names.take("guava", "x".repeat(1000) + ".end")).hasSize(206).endsWith(".end");
  }
}
