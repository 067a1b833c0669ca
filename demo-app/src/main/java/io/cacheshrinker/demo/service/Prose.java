package io.cacheshrinker.demo.service;

/**
 * Endless text that a seed determines: the long descriptions, without a database that is as large
 * as the pages.
 *
 * <p>Not safe for use by several threads; one is made for every page.
 */
final class Prose {
  private static final String[] WORDS = words();

  private long state;

  Prose(long seed) {
    state = seed;
  }

  /** A sentence: the first word begins with a capital, the last is followed by a full stop. */
  String sentence(int words) {
    StringBuilder text = new StringBuilder(words * 7);
    for (int i = 0; i < words; i++) {
      if (i > 0) {
        text.append(' ');
      }
      text.append(WORDS[next(WORDS.length)]);
    }
    text.setCharAt(0, Character.toUpperCase(text.charAt(0)));
    return text.append('.').toString();
  }

  /** A number from 0 to {@code bound} − 1; {@code bound} is a power of two. */
  int next(int bound) {
    // Knuth's linear congruential generator (MMIX); its high bits are the good ones.
    state = state * 6364136223846793005L + 1442695040888963407L;
    return (int) (state >>> 40) & (bound - 1);
  }

  private static String[] words() {
    String[] consonants = "b d f g k l m n p r s t v w z th".split(" ");
    String[] vowels = "a e i o".split(" ");
    String[] words = new String[4096];
    int next = 0;
    for (String c1 : consonants) {
      for (String v1 : vowels) {
        for (String c2 : consonants) {
          for (String v2 : vowels) {
            words[next++] = c1 + v1 + c2 + v2 + "n";
          }
        }
      }
    }
    return words;
  }
}
