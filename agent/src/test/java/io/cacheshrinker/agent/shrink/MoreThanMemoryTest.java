package io.cacheshrinker.agent.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.agent.size.Walker;
import java.io.ByteArrayInputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class MoreThanMemoryTest {
  private record LoginSession(String user) {}

  @Test
  void reason_plainValues_isNone() {
    assertThat(reason("text", new byte[10], 7L)).isNull();
  }

  @Test
  void reason_oneValueThatWantsClosing_isEnough() {
    assertThat(reason("text", new ByteArrayInputStream(new byte[1])))
        .contains("want closing")
        .contains("java.io.ByteArrayInputStream");
  }

  @Test
  void reason_locksAndSessions_areState() {
    assertThat(reason(new ReentrantLock())).contains("state");
    assertThat(reason(new Semaphore(1))).contains("state");
    assertThat(reason(new LoginSession("a"))).contains("LoginSession");
  }

  @Test
  void reason_valueCollectedMeanwhile_isSkipped() {
    assertThat(reason((Object) null)).isNull();
  }

  private static String reason(Object... values) {
    Object[] triples = new Object[values.length * Walker.PLACES];
    for (int i = 0; i < values.length; i++) {
      triples[i * Walker.PLACES + 2] = values[i];
    }
    return MoreThanMemory.reason(triples, values.length);
  }
}
