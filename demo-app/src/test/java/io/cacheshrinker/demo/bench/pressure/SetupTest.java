package io.cacheshrinker.demo.bench.pressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SetupTest {
  private final Setup setup =
      new Setup(Variant.STATIC, 0.52, 7, Map.of("heapMb", 384L, "basePercent", 5L));

  @Test
  void arguments_areReadAsTheyWereWritten() {
    String[] written =
        Arrays.stream(setup.arguments()).map(Object::toString).toArray(String[]::new);
    assertThat(Setup.of(written)).isEqualTo(setup);
  }

  @Test
  void otherNumbers_replaceThoseOfTheSameName() {
    Setup other = setup.with(Map.of("heapMb", 96L));
    assertThat(other.number("heapMb")).isEqualTo(96);
    assertThat(other.share("basePercent")).isEqualTo(0.05);
  }

  @Test
  void numberThatWasNotGiven_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setup.number("waves"))
        .withMessageContaining("waves");
  }
}
