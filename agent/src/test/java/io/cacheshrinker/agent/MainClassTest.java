package io.cacheshrinker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainClassTest {
  private static final long BORN_NANOS = Long.MAX_VALUE - 1000;
  private static final long PATIENCE_NANOS = MainClass.PATIENCE_NANOS;

  private final MainClass mainClass = new MainClass(BORN_NANOS);

  /** The innermost frame first. */
  private static StackTraceElement[] stack(String... methods) {
    StackTraceElement[] stack = new StackTraceElement[methods.length];
    for (int i = 0; i < methods.length; i++) {
      int dot = methods[i].lastIndexOf('.');
      stack[i] =
          new StackTraceElement(
              methods[i].substring(0, dot), methods[i].substring(dot + 1), null, -1);
    }
    return stack;
  }

  private static final StackTraceElement[] MAIN =
      stack("java.lang.Object.wait", "com.acme.Shop.serve", "com.acme.Shop.main");

  private static final StackTraceElement[] PREMAIN =
      stack(
          "java.lang.Object.wait",
          "com.acme.OtherAgent.premain",
          "java.lang.reflect.Method.invoke",
          "sun.instrument.InstrumentationImpl.loadClassAndStartAgent",
          "sun.instrument.InstrumentationImpl.loadClassAndCallPremain");

  private static final StackTraceElement[] CLASS_INITIALISER =
      stack("com.acme.Shop.connect", "com.acme.Shop.<clinit>");

  /** A native program's thread, which runs no Java. */
  private static final StackTraceElement[] NATIVE = stack();

  @Test
  void main_thatIsTheOutermostFrame_hasStarted() {
    assertThat(mainClass.shows(MAIN, BORN_NANOS)).isTrue();
  }

  @Test
  void main_afterAPremainOfManyMinutes_isStillWaitedFor() {
    long nowNanos = BORN_NANOS;
    for (int minute = 0; minute < 5; minute++) {
      nowNanos += PATIENCE_NANOS;
      assertThat(mainClass.shows(PREMAIN, nowNanos)).isFalse();
    }

    assertThat(mainClass.shows(CLASS_INITIALISER, nowNanos + PATIENCE_NANOS)).isFalse();
    assertThat(mainClass.shows(MAIN, nowNanos + PATIENCE_NANOS)).isTrue();
  }

  @Test
  void main_thatIsNeverSeen_countsAsStartedAfterAMinuteWithoutAPremain() {
    assertThat(mainClass.shows(NATIVE, BORN_NANOS + PATIENCE_NANOS)).isFalse();
    assertThat(mainClass.shows(NATIVE, BORN_NANOS + PATIENCE_NANOS + 1)).isTrue();
  }

  @Test
  void main_ofTheTests_hasStarted() {
    assertThat(new MainClass().isStarted()).isTrue();
  }
}
