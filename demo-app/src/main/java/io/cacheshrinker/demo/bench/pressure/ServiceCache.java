package io.cacheshrinker.demo.bench.pressure;

import java.util.function.IntConsumer;

/** A loading cache of either library, with what a rival of the agent could do to it. */
interface ServiceCache {
  byte[] get(Integer key);

  long entries();

  /** Tells {@code each} the keys that it holds. */
  void keys(IntConsumer each);

  /** Takes out what has gone, so that {@link #entries} is right. */
  void cleanUp();

  /** Keeps it from holding more, until told otherwise. */
  void limit(long entries);

  /** Lets go of so many entries, coldest first where the library can tell. */
  void shed(long entries);
}
