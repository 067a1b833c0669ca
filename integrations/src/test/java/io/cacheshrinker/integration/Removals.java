package io.cacheshrinker.integration;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** What a removal listener was told, counted by cause. */
public final class Removals implements BiConsumer<Integer, String> {
  private final Map<String, LongAdder> byCause = new ConcurrentHashMap<>();

  @Override
  public void accept(Integer key, String cause) {
    byCause.computeIfAbsent(cause, name -> new LongAdder()).increment();
  }

  public long count(String cause) {
    LongAdder count = byCause.get(cause);
    return count == null ? 0 : count.sum();
  }

  public long total() {
    return byCause.values().stream().mapToLong(LongAdder::sum).sum();
  }
}
