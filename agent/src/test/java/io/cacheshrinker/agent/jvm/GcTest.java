package io.cacheshrinker.agent.jvm;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A test that runs once for every JDK and every collector it has, with a {@link Jvm} to start. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@MethodSource("io.cacheshrinker.agent.jvm.GcTest$Jvms#all")
public @interface GcTest {

  /** A JDK with the flags that choose a collector. */
  record Jvm(Jdk jdk, String collector, List<String> flags) {
    @Override
    public String toString() {
      return collector + " on " + jdk;
    }
  }

  /** Every collector of every JDK. The one of Shenandoah by generations is there from JDK 25 on. */
  final class Jvms {
    private Jvms() {}

    static List<Jvm> all() {
      List<Jvm> jvms = new ArrayList<>();
      for (Jdk jdk : Jdk.all()) {
        for (String collector : List.of("Serial", "Parallel", "G1", "Z", "Shenandoah")) {
          jvms.add(new Jvm(jdk, collector, List.of("-XX:+Use" + collector + "GC")));
        }
        if (jdk.version() >= 25) {
          jvms.add(
              new Jvm(
                  jdk,
                  "generational Shenandoah",
                  List.of("-XX:+UseShenandoahGC", "-XX:ShenandoahGCMode=generational")));
        }
      }
      return jvms;
    }
  }
}
