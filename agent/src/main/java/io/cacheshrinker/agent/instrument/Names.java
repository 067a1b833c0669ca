package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.agent.options.NameCharset;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The names of living caches. The first cache of a site has the plain name, others a number; a
 * number is free again when its cache is gone, so that the table holds no more than there are
 * caches alive. Used by the agent's own thread only.
 */
final class Names {
  private static final int LONGEST_SITE = 200;

  /** Of what a user writes, as many characters count. */
  static final int LONGEST_GIVEN = 200;

  private final Map<String, BitSet> taken = new HashMap<>();

  /** A name of no other living cache: {@code library/site} or {@code library/site#2}. */
  String take(String library, String site) {
    return numbered(library + "/" + clean(site));
  }

  /**
   * A name of no other living cache, from what a user has written: {@code name} or {@code name#2}.
   */
  String takeGiven(String written) {
    return numbered(cleanGiven(written));
  }

  /** What a user has written, as far as it can be a name: a # is ours, to tell namesakes apart. */
  static String cleanGiven(String written) {
    String start = written.substring(0, Math.min(written.length(), LONGEST_GIVEN));
    return NameCharset.clean(start.replace('#', '_'));
  }

  private String numbered(String base) {
    BitSet numbers = taken.computeIfAbsent(base, first -> new BitSet());
    int number = numbers.nextClearBit(1);
    numbers.set(number);
    return number == 1 ? base : base + "#" + number;
  }

  /** The cache of this name is gone. */
  void release(String name) {
    int hash = name.indexOf('#');
    String base = hash < 0 ? name : name.substring(0, hash);
    BitSet numbers = taken.get(base);
    if (numbers == null) {
      return;
    }
    numbers.clear(hash < 0 ? 1 : Integer.parseInt(name.substring(hash + 1)));
    if (numbers.isEmpty()) {
      taken.remove(base);
    }
  }

  int sites() {
    return taken.size();
  }

  private static String clean(String site) {
    String plain = site.replace("<init>", "init").replace("<clinit>", "clinit").replace('#', '_');
    String end =
        plain.length() <= LONGEST_SITE ? plain : plain.substring(plain.length() - LONGEST_SITE);
    return NameCharset.clean(end);
  }
}
