package io.cacheshrinker.agent.options;

/**
 * The characters of names of caches and groups, which become keys of options and properties and
 * parts of JMX names: none of them has a meaning there.
 */
public final class NameCharset {
  /** As in a regular expression. */
  public static final String ALLOWED = "A-Z a-z 0-9 _ . $ / # -";

  private NameCharset() {}

  /** {@code text} with every other character replaced by an underscore. */
  public static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      clean.append(isAllowed(c) ? c : '_');
    }
    return clean.toString();
  }

  private static boolean isAllowed(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || "_.$/#-".indexOf(c) >= 0;
  }
}
