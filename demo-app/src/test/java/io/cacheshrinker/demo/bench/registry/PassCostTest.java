package io.cacheshrinker.demo.bench.registry;

import static io.cacheshrinker.demo.bench.Judging.assertFails;
import static io.cacheshrinker.demo.bench.registry.RegistryBenchesTest.ours;
import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Feeds the judge rows. */
class PassCostTest {
  private static final int MOST = 100_000;

  private final PassCost bench = new PassCost();

  @Test
  void linearAndWithoutAByte_holds() {
    assertThat(bench.judge(List.of(rests(), few(), all(), bytes("JFR on", 0))))
        .hasSize(7)
        .allMatch(Check::holds);
  }

  @Test
  void dearerTheMoreThereAre_fails() {
    Row dear = all().with("nanosPerPass", 2_000 + 51.0 * MOST * 5);
    assertFails(bench, "each of 100000", rests(), few(), dear);
  }

  @Test
  void walkOverRestingOnesThatIsNoCheaper_fails() {
    Row dear = rests().with("nanosPerPass", 0.03 * 200 * MOST);
    assertFails(bench, "that rest", dear, few().with("nanosPerPass", 605_000.0), all());
  }

  @Test
  void byte_inAPass_fails() {
    assertFails(bench, "no byte for a pass", pass(100, 100, 3_000).with("bytesPerPass", 24.0));
    assertFails(bench, "no byte of ours", bytes("JFR off", 16));
  }

  @Test
  void plantedObject_thatIsNotSeen_fails() {
    assertThat(bench.judge(List.of(bytes("planted new", 16 * 2_000)))).allMatch(Check::holds);
    assertFails(bench, "is seen", bytes("planted new", 0));
  }

  @Test
  void pass_thatShedNothing_provesNothing() {
    assertFails(bench, "entries were shed", bytes("JFR off", 0).with("freed", 0L));
  }

  private static Row rests() {
    return pass(MOST, 0, 2_000);
  }

  private static Row few() {
    return pass(MOST, 100, 2_000 + 50.0 * 100);
  }

  private static Row all() {
    return pass(MOST, MOST, 2_000 + 200.0 * MOST);
  }

  private static Row pass(int shrinkers, int full, double nanos) {
    return ours()
        .with("measured", "pass")
        .with("shrinkers", shrinkers)
        .with("full", full)
        .with("nanosPerPass", nanos)
        .with("bytesPerPass", 0.0);
  }

  private static Row bytes(String with, double ourBytesPerPass) {
    return ours()
        .with("measured", "bytes of real caches")
        .with("with", with)
        .with("caches", 2_000L)
        .with("freed", 1_000L)
        .with("ourBytesPerPass", ourBytesPerPass);
  }
}
