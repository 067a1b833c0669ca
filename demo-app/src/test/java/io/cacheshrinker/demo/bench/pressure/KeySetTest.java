package io.cacheshrinker.demo.bench.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeySetTest {
  @Test
  void keyAddedTwice_countsOnce() {
    KeySet keys = new KeySet(200);
    for (int key : new int[] {0, 63, 64, 199, 64}) {
      keys.add(key);
    }
    assertThat(keys.size()).isEqualTo(4);
  }
}
