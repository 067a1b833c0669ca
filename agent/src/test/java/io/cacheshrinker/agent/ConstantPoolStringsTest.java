package io.cacheshrinker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.cacheshrinker.Shrinkable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ConstantPoolStringsTest {
  /** In the pool of this class, behind entries of two slots. */
  static long twoSlots(long i) {
    return i + 0x1234_5678_9abcL + (long) 1.23456789;
  }

  @Test
  void string_inThePool_isFound() throws IOException {
    assertThat(holds(bytesOf(ConstantPoolStringsTest.class), "twoSlots")).isTrue();
    assertThat(holds(bytesOf(String.class), "regionMatches", "compareToIgnoreCase")).isTrue();
  }

  @Test
  void string_thatIsPartOfAnEntry_isNotFound() throws IOException {
    assertThat(holds(bytesOf(ConstantPoolStringsTest.class), "twoSlots".substring(1))).isFalse();
  }

  @Test
  void strings_ofWhichOneIsMissing_areNotFound() throws IOException {
    assertThat(holds(bytesOf(String.class), "regionMatches", "segmentFor")).isFalse();
  }

  @Test
  void classFile_thatIsCutOff_holdsNothingAndThrowsNothing() throws IOException {
    byte[] whole = bytesOf(ConstantPoolStringsTest.class);
    for (int length = 0; length < whole.length; length += 7) {
      assertThat(holds(Arrays.copyOf(whole, length), "twoSlots".substring(1))).isFalse();
    }
  }

  @Test
  void classFile_withAnUnknownTag_holdsNothing() throws IOException {
    byte[] broken = bytesOf(ConstantPoolStringsTest.class);
    broken[10] = 99;

    assertThat(holds(broken, "twoSlots")).isFalse();
  }

  @Shrinkable(guardedBy = "this")
  private static final class Annotated {
    @Shrinkable.Count
    long twoSlots() {
      return 0;
    }
  }

  private static final class Marked {
    @Shrinkable.Count
    Class<?> twoSlots() {
      return Shrinkable.class;
    }
  }

  @Test
  void descriptor_ofAnAnnotationOfTheClass_isFound() throws IOException {
    assertThat(holdsDescriptor(bytesOf(Annotated.class), "cacheshrinker/Shrinkable;")).isTrue();
    assertThat(CandidateFilter.declares(bytesOf(Annotated.class))).isTrue();
  }

  @Test
  void descriptor_ofAnotherClass_isNotFound() throws IOException {
    assertThat(CandidateFilter.declares(bytesOf(Marked.class))).isFalse();
    assertThat(CandidateFilter.declares(bytesOf(Shrinkable.class))).isFalse();
    assertThat(holdsDescriptor(bytesOf(Annotated.class), "shrinker/Shrinkable;")).isFalse();
  }

  @Test
  void search_ofTheClassesOfALibrary_allocatesNothing() throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] classFile = bytesOf(ConstantPoolStringsTest.class);
    long least = Long.MAX_VALUE;
    boolean found = false;
    for (int round = 0; round < 20; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1000; i++) {
        found |= CandidateFilter.declares(classFile);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(found).isFalse();
    assertThat(least).isZero();
  }

  private static boolean holdsDescriptor(byte[] classFile, String end) {
    return ConstantPoolStrings.holdsDescriptor(classFile, end);
  }

  private static boolean holds(byte[] classFile, String... wanted) {
    String[] candidate = new String[wanted.length + 1];
    candidate[0] = "Name";
    System.arraycopy(wanted, 0, candidate, 1, wanted.length);
    return ConstantPoolStrings.holdsAll(classFile, candidate);
  }

  private static byte[] bytesOf(Class<?> type) throws IOException {
    try (InputStream in = type.getResourceAsStream(binaryNameEnd(type) + ".class")) {
      return in.readAllBytes();
    }
  }

  private static String binaryNameEnd(Class<?> type) {
    return type.getName().substring(type.getPackageName().length() + 1);
  }
}
