package io.cacheshrinker.agent.options;

/**
 * A pattern for names of caches: {@code *} is any run of characters, {@code ?} is one, all others
 * are themselves.
 */
public record Glob(String pattern) {

  /** Whether all of {@code name} is described by the pattern. */
  public boolean matches(String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length() && fits(pattern.charAt(p), name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private static boolean fits(char wanted, char found) {
    return wanted == '?' || wanted == found;
  }

  /** How many characters the pattern fixes: the more, the more it means one cache in particular. */
  int fixedCharacters() {
    int fixed = 0;
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) != '*' && pattern.charAt(i) != '?') {
        fixed++;
      }
    }
    return fixed;
  }
}
