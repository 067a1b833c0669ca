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
  private static final String ONLY_EXPIRED = "; only what has expired goes";

  /**
   * From the answer of an adapter: class, a space, the reason.
   *
   * @param listens code of the application is told of entries that leave, for whoever reads on
   */
  static Contract parse(String answer, boolean listens) {
    int space = answer.indexOf(' ');
    String letter = space < 0 ? answer : answer.substring(0, space);
    String recognised = space < 0 ? "" : answer.substring(space + 1);
    String reason = listens ? recognised + ", a listener is told what goes" : recognised;
    return letter.endsWith("!")
        ? new Contract(letter.substring(0, letter.length() - 1), reason, true)
        : new Contract(letter, reason, false);
  }

  /**
   * Whether passes may shed from the cache: bounded ones, under medium pressure also those that can
   * load again what they lose, and of the others those that the user named; but never where the JVM
   * or identity rules what is held (soft, weak). Of soft values and of timed entries that were put
   * by hand only what has expired goes.
   *
   * @param standIn the part of the name that stands for a creation site that nobody knows; null if
   *     the name tells whose the cache is
   */
  Verdict verdict(String name, @Nullable String standIn, Options options) {
    String excluded = options.exclude().matching(name);
    if (excluded != null) {
      return new Verdict(false, false, reason + "; excluded by exclude=" + excluded);
    }
    if (!options.include().isEmpty() && !options.include().matches(name)) {
      return new Verdict(false, false, reason + "; not named by include");
    }
    if (standIn != null && mayBeMeant(name, standIn, options)) {
      return new Verdict(false, false, reason + "; its name is not known, and exclude= is set");
    }
    if (barred) {
      return new Verdict(false, false, reason);
    }
    return switch (evictionClass) {
      case "A" -> new Verdict(true, false, reason);
      case "A'" -> new Verdict(false, true, reason + ONLY_EXPIRED);
      case "B" -> new Verdict(true, false, reason + "; from priority 6 on");
      case "C", "D" -> ifNamed(options.optIn().matching(name));
      default -> new Verdict(false, false, reason);
    };
  }

  private Verdict ifNamed(@Nullable String optedIn) {
    if (optedIn == null) {
      return new Verdict(false, false, reason + "; not named by opt-in");
    }
    boolean onlyExpired = evictionClass.equals("C");
    String admitted = reason + "; admitted by opt-in=" + optedIn;
    return new Verdict(true, onlyExpired, onlyExpired ? admitted + ONLY_EXPIRED : admitted);
  }

  /** It may be one that is excluded by a site that did not become its name. */
  private static boolean mayBeMeant(String name, String standIn, Options options) {
    return !options.exclude().isEmpty() && !options.include().spells(name, standIn);
  }

  /**
   * What becomes of a cache.
   *
   * @param eligible whether passes may enter it
   * @param swept whether its library is made to drop what has expired, and nothing else goes
   * @param reason in full
   */
  record Verdict(boolean eligible, boolean swept, String reason) {}
}
