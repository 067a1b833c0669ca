package io.cacheshrinker.demo.bench.pressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private static final List<Zipf> POPULARITY = List.of(new Zipf(1000, 0.8), new Zipf(50, 0.8));
  private static final int MANY = 100_000;

  @Test
  void sameSeed_givesTheSameRequests_andAnotherDoesNot() {
    Requests one = requests(1, 0.001);
    Requests same = requests(1, 0.001);
    Requests other = requests(2, 0.001);
    int different = 0;
    for (long n = 0; n < 1000; n++) {
      assertThat(one.cache(n)).isEqualTo(same.cache(n));
      assertThat(one.key(n, 0)).isEqualTo(same.key(n, 0));
      different += one.key(n, 0) == other.key(n, 0) ? 0 : 1;
    }
    assertThat(different).isGreaterThan(900);
  }

  @Test
  void caches_areAskedByTheirShares() {
    Requests requests = requests(1, 0);
    long first = 0;
    for (long n = 0; n < MANY; n++) {
      first += requests.cache(n) == 0 ? 1 : 0;
    }
    assertThat(first / (double) MANY).isCloseTo(0.7, within(0.01));
  }

  @Test
  void keys_areThoseThatThereAre_andPopularityStaysWithoutDrift() {
    Requests requests = requests(1, 0);
    long early = 0;
    long late = 0;
    for (long n = 0; n < MANY; n++) {
      assertThat(requests.key(n, 1)).isBetween(0, 49);
      early += requests.key(n, 0) < 100 ? 1 : 0;
      late += requests.key(n + 10 * MANY, 0) < 100 ? 1 : 0;
    }
    assertThat(early / (double) MANY).isCloseTo(POPULARITY.get(0).shareOf(100), within(0.01));
    assertThat(late / (double) MANY).isCloseTo(early / (double) MANY, within(0.01));
  }

  @Test
  void newKeys_overtakeOlderOnes() {
    // After 100 requests a tenth of the keys is new.
    long old = 0;
    long young = 0;
    for (long seed = 0; seed < 10_000; seed++) {
      int key = requests(seed, 0.001).key(100, 0);
      old += key < 100 ? 1 : 0;
      young += key >= 900 ? 1 : 0;
    }
    assertThat(young).isGreaterThan(2 * old);
  }

  private static Requests requests(long seed, double drift) {
    return new Requests(List.of(0.7, 0.3), POPULARITY, seed, drift);
  }
}
