package io.cacheshrinker.agent.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.RateLimiter;
import io.cacheshrinker.agent.size.Walker;
import java.io.ByteArrayInputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class MoreThanMemoryTest {
  private record LoginSession(String user) {}

  private record SessionData(String user) {}

  private record SessionReport() {}

  private static final class LeaseStateImpl {}

  private interface UserSession {}

  private static class Seen implements UserSession {}

  private static final class Visit extends Seen {}

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
  void reason_typeBehindAnInterfaceOrASuperclass_isSeen() {
    assertThat(reason(RateLimiter.create(1)))
        .contains("state", "SmoothBursty is a com.google.common.util.concurrent.", "Limiter");
    assertThat(reason(new Visit())).endsWith("Visit is a " + UserSession.class.getName());
    assertThat(reason(new UserSession() {})).contains(" is a " + UserSession.class.getName());
  }

  @Test
  void reason_wordOfStateWithAnEnding_isState() {
    assertThat(reason(new SessionData("a"))).contains("SessionData");
    assertThat(reason(new LeaseStateImpl())).contains("LeaseStateImpl");
    assertThat(reason(new SessionReport())).isNull();
  }

  @Test
  void reason_futureThatIsDone_isThatOfItsResult() {
    Object closeable = new ByteArrayInputStream(new byte[1]);
    FutureTask<Object> task = new FutureTask<>(() -> closeable);
    task.run();

    assertThat(reason(CompletableFuture.completedFuture(closeable))).contains("want closing");
    assertThat(reason(CompletableFuture.completedFuture(task))).contains("want closing");
    assertThat(reason(task)).contains("java.io.ByteArrayInputStream");
    assertThat(reason(CompletableFuture.completedFuture("text"))).isNull();
    assertThat(reason(CompletableFuture.completedFuture(null))).isNull();
  }

  @Test
  void reason_futureWithoutAResult_isNone() {
    CompletableFuture<Object> cancelled = new CompletableFuture<>();
    cancelled.cancel(false);

    assertThat(reason(new CompletableFuture<>(), new FutureTask<>(() -> 1))).isNull();
    assertThat(reason(CompletableFuture.failedFuture(new IllegalStateException()))).isNull();
    assertThat(reason(cancelled)).isNull();
  }

  @Test
  void reason_valueThatThrowsWhenItIsLookedAt_isThatItCannotBe() {
    CompletableFuture<Object> odd =
        new CompletableFuture<>() {
          @Override
          public boolean isDone() {
            throw new NoClassDefFoundError("thrown by a test");
          }
        };

    assertThat(reason(odd))
        .startsWith("its values cannot be looked at: ")
        .endsWith(" threw java.lang.NoClassDefFoundError");
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
