package io.cacheshrinker.demo.bench.pressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cacheshrinker.demo.bench.Library;
import java.util.List;
import org.junit.jupiter.api.Test;

class StaticSplitTest {
  private static final Zipf THOUSAND = new Zipf(1000, 0.8);

  @Test
  void alikeCaches_getTheSame_andUseWhatThereIs() {
    List<Long> maxima = split(kind(1000, 500), kind(1000, 500)).maxima(800_000);
    assertThat(maxima.get(0)).isEqualTo(maxima.get(1));
    assertThat(maxima.get(0) * 2.0 * kind(1000, 500).entryBytes()).isCloseTo(800_000, within(3e3));
  }

  @Test
  void dearLoads_andSmallEntries_getMoreEntries() {
    List<Long> byCost = split(kind(1000, 500), kind(1000, 1500)).maxima(500_000);
    assertThat(byCost.get(1)).isGreaterThan(2 * byCost.get(0));
    List<Long> bySize = split(kind(8000, 500), kind(1000, 500)).maxima(500_000);
    assertThat(bySize.get(1)).isGreaterThan(2 * bySize.get(0));
  }

  @Test
  void moreThanThereIsToCache_keepsAll() {
    assertThat(split(kind(1000, 500), kind(1000, 500)).maxima(1e9)).containsExactly(1000L, 1000L);
  }

  @Test
  void noOtherSplitOfTheSameBytes_savesMoreLoadTime() {
    CacheKind cheap = kind(2000, 600);
    CacheKind dear = kind(1000, 900);
    List<Long> maxima = split(cheap, dear).maxima(1_200_000);
    double best = saved(cheap, maxima.get(0)) + saved(dear, maxima.get(1));
    for (int moved : new int[] {-40, -10, 10, 40}) {
      double exchanged = (double) moved * cheap.entryBytes() / dear.entryBytes();
      double other = saved(cheap, maxima.get(0) + moved) + saved(dear, maxima.get(1) - exchanged);
      assertThat(other).as("moved %d", moved).isLessThan(best);
    }
  }

  private static double saved(CacheKind kind, double entries) {
    return kind.requestShare() * kind.loadMicros() * THOUSAND.shareOf(entries);
  }

  private static StaticSplit split(CacheKind one, CacheKind two) {
    return new StaticSplit(List.of(one, two), List.of(THOUSAND, THOUSAND));
  }

  private static CacheKind kind(int bytes, long loadMicros) {
    return new CacheKind("of " + bytes, Library.CAFFEINE, 0.5, 0.5, bytes, loadMicros);
  }
}
