package io.cacheshrinker.agent.size;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WalkerTest {
  private static Instrumentation instrumentation;

  private final Object[] sample = new Object[Walker.ENTRIES * Walker.PLACES];

  @BeforeAll
  static void attach() {
    instrumentation = ByteBuddyAgent.install();
  }

  @Test
  void bytesPerEntry_arraysOfBytes_isTheirSize() {
    fill(i -> new byte[1000]);
    assertThat(weigh()).isBetween(1000.0, 1080.0);
  }

  @Test
  void bytesPerEntry_objectsOfTheJdk_looksInsideThem() {
    fill(
        i -> {
          Map<String, String> map = new HashMap<>();
          for (int k = 0; k < 10; k++) {
            map.put("key" + i + "." + k, "x".repeat(50) + i);
          }
          return map;
        });
    // 10 × (node 32 + two strings 24 + arrays about 24 and 72) + table + map.
    assertThat(weigh()).isCloseTo(1950, Percentage.withPercentage(20));
  }

  @Test
  void bytesPerEntry_somethingAllEntriesShare_weighsNextToNothingEach() {
    byte[] shared = new byte[640_000];
    fill(i -> new Object[] {shared, new byte[100]});
    assertThat(weigh()).isLessThan(100 + 640_000.0 / Walker.ENTRIES + 100);
  }

  @Test
  void bytesPerEntry_valuesThatLeadToTheJvm_doNotFollow() {
    var executor = Executors.newSingleThreadExecutor();
    try {
      fill(i -> new Object[] {Thread.currentThread(), executor, getClass(), Module.class});
      assertThat(weigh()).isLessThan(200);
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void bytesPerEntry_endlessValue_staysInItsBudget() {
    fill(
        i -> {
          Object[] chain = new Object[1];
          for (int k = 0; k < 100_000; k++) {
            chain = new Object[] {chain};
          }
          return chain;
        });
    assertThat(weigh()).isBetween(400 * 16.0, 400 * 32.0);
  }

  @Test
  void bytesPerEntry_noEntries_isUnknown() {
    assertThat(new Walker(instrumentation).bytesPerEntry(sample, 0)).isZero();
  }

  @Test
  void walk_onceItsClassesAreKnown_allocatesNothing() {
    fill(i -> Map.of("key" + i, new byte[100]));
    Walker walker = new Walker(instrumentation);
    for (int i = 0; i < 2000; i++) {
      walker.bytesPerEntry(sample, Walker.ENTRIES);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    double bytes = walker.bytesPerEntry(sample, Walker.ENTRIES);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(bytes).isPositive();
    assertThat(allocated).isZero();
  }

  private double weigh() {
    return new Walker(instrumentation).bytesPerEntry(sample, Walker.ENTRIES);
  }

  private void fill(java.util.function.IntFunction<Object> value) {
    for (int i = 0; i < Walker.ENTRIES; i++) {
      sample[i * Walker.PLACES + 1] = Long.valueOf(1000 + i);
      sample[i * Walker.PLACES + 2] = value.apply(i);
    }
  }
}
