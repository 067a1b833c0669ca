package io.cacheshrinker.agent.size;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Weighs entries of a cache: what their keys, values and nodes are made of, each object once.
 *
 * <p>Objects that entries of the sample share are counted once in all, so that something held by
 * every entry weighs next to nothing each. A budget bounds the work: at most {@value
 * #OBJECTS_PER_ENTRY} objects an entry, and as many entries as the table holds. After the first
 * sight of a class nothing is allocated. One thread at a time.
 */
public final class Walker {
  /** Most entries that a sample holds. */
  public static final int ENTRIES = 64;

  /** Places of an entry in a sample: node, key, value. */
  public static final int PLACES = 3;

  private static final int OBJECTS_PER_ENTRY = 400;

  private final ToLongFunction<Object> shallowBytes;
  private final References references;

  /**
   * Made when it is needed, and dropped when memory is short. A walk that goes on keeps its own
   * reference, so another thread may drop it at any time.
   */
  private volatile @Nullable IdentitySet buffer;

  /** A walker that asks the JVM for the size of single objects. */
  public Walker(Instrumentation instrumentation) {
    this(instrumentation::getObjectSize, References.by(instrumentation));
  }

  Walker(ToLongFunction<Object> shallowBytes, References.Opener opener) {
    this.shallowBytes = shallowBytes;
    references = new References(opener);
  }

  /**
   * Bytes per entry of the first {@code entries} of a sample, or 0 if there are none. Of a node
   * only the object itself counts, since its links lead through the whole cache.
   */
  public double bytesPerEntry(@Nullable Object[] triples, int entries) {
    IdentitySet seen = buffer();
    try {
      long bytes = 0;
      int weighed = 0;
      for (int i = 0; i < entries && !seen.full(); i++) {
        Object node = triples[i * PLACES];
        bytes += node == null ? 0 : shallowBytes.applyAsLong(node);
        bytes += entryBytes(seen, triples[i * PLACES + 1], triples[i * PLACES + 2]);
        weighed++;
      }
      return weighed == 0 ? 0 : (double) bytes / weighed;
    } finally {
      seen.clear();
    }
  }

  /** Drops the buffer of about 100 KB; the next walk makes a new one. Any thread. */
  public void giveBackBuffer() {
    buffer = null;
  }

  private IdentitySet buffer() {
    IdentitySet known = buffer;
    if (known == null) {
      known = new IdentitySet();
      buffer = known;
    }
    return known;
  }

  private long entryBytes(IdentitySet seen, @Nullable Object key, @Nullable Object value) {
    add(seen, key);
    add(seen, value);
    long bytes = 0;
    for (int objects = 0; objects < OBJECTS_PER_ENTRY; objects++) {
      Object next = seen.take();
      if (next == null) {
        return bytes;
      }
      bytes += shallowBytes.applyAsLong(next);
      look(seen, next);
    }
    seen.skipRest();
    return bytes;
  }

  private void look(IdentitySet seen, Object object) {
    if (object instanceof Object[] array) {
      for (Object element : array) {
        add(seen, element);
      }
      return;
    }
    if (object.getClass().isArray()) {
      return;
    }
    try {
      for (Field field : references.get(object.getClass())) {
        add(seen, field.get(object));
      }
    } catch (IllegalAccessException closed) {
      // Its fields were accessible when they were listed: then it weighs only itself.
    }
  }

  private static void add(IdentitySet seen, @Nullable Object object) {
    if (object != null && !References.leadsAway(object.getClass())) {
      seen.add(object);
    }
  }
}
