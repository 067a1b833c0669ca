package io.cacheshrinker.agent.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.RateLimiter;
import io.cacheshrinker.agent.size.Walker;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
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

  /** Closed by whoever hears of the removal, and by nobody else. */
  public static final class NativeHandle {
    public void release() {}
  }

  @Test
  void reason_valueThatCanBeEnded_countsWhereSomebodyListens() {
    Object[] handles = {"text", new NativeHandle()};

    assertThat(reason(handles)).isNull();
    assertThat(listened(handles))
        .isEqualTo(
            "its values want closing: "
                + NativeHandle.class.getName()
                + " has release(), and a listener is told what goes");
    assertThat(listened("text", new byte[1], 7)).isNull();
  }

  @Test
  void reason_valueThatNamesAFile_countsWhereSomebodyListens() {
    assertThat(reason(new File("page"))).isNull();
    assertThat(listened(new File("page"))).contains("name files", "java.io.File");
    assertThat(listened(Path.of("page"))).contains("name files");
  }

  @Test
  void reason_whatRuns_wantsClosing() {
    ExecutorService pool = Executors.newFixedThreadPool(1);
    assertThat(reason(pool)).contains("want closing");
    pool.shutdown();
    assertThat(reason(new Thread(() -> {}))).contains("want closing");
  }

  @Test
  void reason_counters_areState() {
    assertThat(reason(new AtomicInteger())).contains("state").contains("AtomicInteger");
    assertThat(reason(new AtomicLong(), 1)).contains("AtomicLong");
    assertThat(reason(new LongAdder())).contains("LongAdder");
  }

  private record ListenerRegistration() {}

  private record TokenBucket() {}

  @Test
  void reason_registrationsAndBuckets_areState() {
    assertThat(reason(new ListenerRegistration())).contains("state");
    assertThat(reason(new TokenBucket())).contains("state");
  }

  @Test
  void reason_keysOfSuchTypes_areStateToo() {
    Object[] triples = {null, new LoginSession("a"), "text", null, 7, "text"};

    assertThat(MoreThanMemory.reason(triples, 2, false))
        .startsWith("its keys are state: ")
        .endsWith("LoginSession");
    triples[1] = new ByteArrayInputStream(new byte[1]);
    assertThat(MoreThanMemory.reason(triples, 2, false)).as("closed by others").isNull();
  }

  private static String reason(Object... values) {
    return reason(false, values);
  }

  private static String listened(Object... values) {
    return reason(true, values);
  }

  private static String reason(boolean listened, Object... values) {
    Object[] triples = new Object[values.length * Walker.PLACES];
    for (int i = 0; i < values.length; i++) {
      triples[i * Walker.PLACES + 2] = values[i];
    }
    return MoreThanMemory.reason(triples, values.length, listened);
  }
}
