package io.cacheshrinker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
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

  private static boolean holds(byte[] classFile, String... wanted) {
    String[] candidate = new String[wanted.length + 1];
    candidate[0] = "Name";
    System.arraycopy(wanted, 0, candidate, 1, wanted.length);
    return ConstantPoolStrings.holdsAll(classFile, candidate);
  }

  private static byte[] bytesOf(Class<?> type) throws IOException {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return in.readAllBytes();
    }
  }
}
