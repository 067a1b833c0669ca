package io.cacheshrinker.demo.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HeapLogTest {
  @Test
  void of_linesOfSeveralCollectors_readsWhatWasUsedAfterwards() {
    HeapLog log =
        HeapLog.of(
            Stream.of(
                "[0.018s][info][gc] Using Serial",
                "[1.834s][info][gc] GC(0) Pause Young (Allocation Failure) 42M->3M(154M) 19.820ms",
                "[2.100s][info][gc] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 23M->7M(160M) 2.011ms",
                "[2.200s][info][gc] GC(2) Concurrent Mark Cycle",
                "[2.300s][info][gc] GC(3) Garbage Collection (Warmup) 36M(23%)->30M(19%)",
                "[2.400s][info][gc] GC(4) Major Collection (Proactive) 50M(31%)->31M(19%) 0.100s"));

    assertThat(log.seconds()).containsExactly(1.834, 2.1, 2.3, 2.4);
    assertThat(log.megabytes()).containsExactly(3.0, 7.0, 30.0, 31.0);
    assertThat(log.lastSecond()).isEqualTo(2.4);
  }

  @Test
  void thinned_manyCollections_keepsTheExtremesOfEachStretch() {
    HeapLog log =
        new HeapLog(
            List.of(0.1, 0.2, 0.3, 0.4, 0.5, 1.5, 2.0), List.of(5., 9., 7., 1., 6., 4., 3.));

    HeapLog thinned = log.thinned(2);

    assertThat(thinned.seconds()).containsExactly(0.1, 0.2, 0.4, 1.5, 2.0);
    assertThat(thinned.megabytes()).containsExactly(5., 9., 1., 4., 3.);
  }

  @Test
  void of_noCollections_isEmpty() {
    HeapLog log = HeapLog.of(Stream.of("[0.018s][info][gc] Using G1"));

    assertThat(log.isEmpty()).isTrue();
    assertThat(log.thinned(3).isEmpty()).isTrue();
  }
}
