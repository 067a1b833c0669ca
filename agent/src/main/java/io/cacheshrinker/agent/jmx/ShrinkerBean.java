package io.cacheshrinker.agent.jmx;

import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.shrink.Control;

/** One cache, read from the registry and operated by {@link Control}; keeps no cache alive. */
final class ShrinkerBean implements ShrinkerMXBean {
  private final RegisteredShrinker shrinker;
  private final Control control;

  ShrinkerBean(RegisteredShrinker shrinker, Control control) {
    this.shrinker = shrinker;
    this.control = control;
  }

  @Override
  public String getName() {
    return shrinker.name();
  }

  @Override
  public String getGroup() {
    return shrinker.group();
  }

  @Override
  public String getLibrary() {
    return shrinker.library();
  }

  @Override
  public String getCreatedAt() {
    return shrinker.createdAt();
  }

  @Override
  public String getEvictionClass() {
    return shrinker.evictionClass();
  }

  @Override
  public boolean isEligible() {
    return shrinker.eligible();
  }

  @Override
  public String getReason() {
    return shrinker.reason();
  }

  @Override
  public long getCount() {
    return Plain.call(() -> control.count(shrinker));
  }

  @Override
  public long getBytes() {
    return Plain.call(() -> control.bytes(shrinker));
  }

  @Override
  public long getBytesPerEntry() {
    return Math.round(shrinker.bytesPerEntry());
  }

  @Override
  public long getDeferred() {
    return control.deferred(shrinker);
  }

  @Override
  public int getSeeks() {
    return shrinker.seeks();
  }

  @Override
  public void setSeeks(int seeks) {
    requireNotNegative("Seeks", seeks);
    shrinker.seeks(seeks);
  }

  @Override
  public int getBatch() {
    return shrinker.batch();
  }

  @Override
  public long getFloor() {
    return shrinker.floor();
  }

  @Override
  public void setFloor(long entries) {
    requireNotNegative("Floor", entries);
    shrinker.floor(entries);
  }

  @Override
  public boolean isEnabled() {
    return shrinker.enabled();
  }

  @Override
  public void setEnabled(boolean enabled) {
    shrinker.enabled(enabled);
  }

  @Override
  public long getScanned() {
    return shrinker.scanned();
  }

  @Override
  public long getFreed() {
    return shrinker.freed();
  }

  @Override
  public long getWouldBeFreed() {
    return shrinker.dryRun().shed();
  }

  @Override
  public long getReturnedBytes() {
    return Math.round(shrinker.returnedBytes());
  }

  @Override
  public long getRefaults() {
    return shrinker.refaults();
  }

  @Override
  public long getLastPassNanos() {
    return shrinker.lastPassNanos();
  }

  @Override
  public long scan(long entries) {
    if (!shrinker.isLive()) {
      throw new IllegalStateException(
          "the cache " + shrinker.name() + " is gone; list the caches again");
    }
    return Plain.call(() -> control.scan(shrinker, entries));
  }

  private static void requireNotNegative(String attribute, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(attribute + " " + value + ": allowed is 0 or more");
    }
  }
}
