package io.cacheshrinker.agent.gc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectorTest {
  @ParameterizedTest
  @CsvSource({
    "SERIAL, Copy|MarkSweepCompact, Eden Space|Survivor Space|Tenured Gen",
    "PARALLEL, PS MarkSweep|PS Scavenge, PS Eden Space|PS Survivor Space|PS Old Gen",
    "G1, G1 Young Generation|G1 Old Generation, G1 Eden Space|G1 Survivor Space|G1 Old Gen",
    "G1, G1 Young Generation|G1 Old Generation|G1 Concurrent GC, G1 Eden Space|G1 Old Gen",
    "ZGC, ZGC Cycles|ZGC Pauses, ZHeap",
    "GENERATIONAL_ZGC, ZGC Minor Cycles|ZGC Minor Pauses|ZGC Major Cycles|ZGC Major Pauses,"
        + " ZGC Young Generation|ZGC Old Generation",
    "SHENANDOAH, Shenandoah Cycles|Shenandoah Pauses, Shenandoah",
    "GENERATIONAL_SHENANDOAH, Shenandoah Cycles|Shenandoah Pauses,"
        + " Shenandoah Young Gen|Shenandoah Old Gen",
  })
  void of_beansAndPoolsOfHotSpot_namesTheCollector(Collector expected, String beans, String pools) {
    assertThat(Collector.of(split(beans), split(pools))).isEqualTo(expected);
  }

  @Test
  void of_beansNobodyKnows_isNothing() {
    assertThat(Collector.of(List.of("Epsilon"), List.of("Epsilon Heap"))).isNull();
  }

  @ParameterizedTest
  @CsvSource({"ZGC, ZGC Pauses", "SHENANDOAH, Shenandoah Pauses", "G1, G1 Concurrent GC"})
  void kindOf_beanOfPauses_isUnusable(Collector collector, String bean) {
    assertThat(collector.kindOf(bean)).isNull();
  }

  @Test
  void kindOf_minorCycle_isYoung() {
    assertThat(Collector.GENERATIONAL_ZGC.kindOf("ZGC Minor Cycles"))
        .isEqualTo(HeapAfterGc.Kind.YOUNG);
  }

  private static List<String> split(String names) {
    return Arrays.asList(names.trim().split("\\|"));
  }
}
