package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.agent.options.Options;
import org.jspecify.annotations.Nullable;

/**
 * What the application agreed to lose, in the adapter's words.
 *
 * @param evictionClass A, A', B, C, D or X
 * @param reason what it was recognised by
 * @param barred recognised, but the cache is not eligible whoever asks: {@code A!} in the answer
 */
record Contract(String evictionClass, String reason, boolean barred) {

  /** From the answer of an adapter: class, a space, the reason. */
  static Contract parse(String answer) {
    int space = answer.indexOf(' ');
    String letter = space < 0 ? answer : answer.substring(0, space);
    String reason = space < 0 ? "" : answer.substring(space + 1);
    return letter.endsWith("!")
        ? new Contract(letter.substring(0, letter.length() - 1), reason, true)
        : new Contract(letter, reason, false);
  }

  /**
   * Whether passes may shed from the cache: bounded ones, and of the others those that the user
   * named, but never where the JVM or identity rules what is held (soft, weak).
   *
   * @param standIn the part of the name that stands for a creation site that nobody knows; null if
   *     the name tells whose the cache is
   */
  Verdict verdict(String name, @Nullable String standIn, Options options) {
    String excluded = options.exclude().matching(name);
    if (excluded != null) {
      return new Verdict(false, reason + "; excluded by exclude=" + excluded);
    }
    if (!options.include().isEmpty() && !options.include().matches(name)) {
      return new Verdict(false, reason + "; not named by include");
    }
    if (standIn != null && mayBeMeant(name, standIn, options)) {
      return new Verdict(false, reason + "; its name is not known, and exclude= is set");
    }
    if (barred || evictionClass.equals("A")) {
      return new Verdict(!barred, reason);
    }
    String optedIn = options.optIn().matching(name);
    return optedIn != null && mayBeOptedIn()
        ? new Verdict(true, reason + "; admitted by opt-in=" + optedIn)
        : new Verdict(false, reason);
  }

  /** It may be one that is excluded by a site that did not become its name. */
  private static boolean mayBeMeant(String name, String standIn, Options options) {
    return !options.exclude().isEmpty() && !options.include().spells(name, standIn);
  }

  private boolean mayBeOptedIn() {
    return evictionClass.equals("B") || evictionClass.equals("C") || evictionClass.equals("D");
  }

  /** Eligible or not, and the reason in full. */
  record Verdict(boolean eligible, String reason) {}
}
