package io.cacheshrinker.agent.jfr;

import io.cacheshrinker.agent.pressure.Receipt;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.shrink.Chronicle;
import io.cacheshrinker.agent.shrink.PassArithmetic;

/**
 * Writes flight recorder events for one thread. Its event objects are used again and again, so that
 * recording allocates nothing of ours.
 */
final class Recorder implements Chronicle {
  private final PressureEvent pressure = new PressureEvent();
  private final PassEvent pass = new PassEvent();
  private final ShrinkEvent shrink = new ShrinkEvent();
  private final LedgerEvent ledger = new LedgerEvent();

  @Override
  public void pressure(
      long liveBytes, long creditBytes, long capacityBytes, int priority, long neededBytes) {
    pressure.begin();
    if (pressure.isEnabled()) {
      pressure.liveBytes = liveBytes;
      pressure.creditBytes = creditBytes;
      pressure.capacityBytes = capacityBytes;
      pressure.priority = priority;
      pressure.neededBytes = neededBytes;
      pressure.commit();
    }
  }

  @Override
  public void passBegins() {
    pass.begin();
  }

  @Override
  public void passed(
      String kind, long neededBytes, long freedBytes, long scannedEntries, long freedEntries) {
    pass.end();
    if (pass.shouldCommit()) {
      pass.kind = kind;
      pass.neededBytes = neededBytes;
      pass.freedBytes = freedBytes;
      pass.scannedEntries = scannedEntries;
      pass.freedEntries = freedEntries;
      pass.commit();
    }
  }

  @Override
  public void shrinkBegins() {
    shrink.begin();
  }

  @Override
  public void shrank(String name, int seeks, int priority, PassArithmetic numbers) {
    shrink.end();
    if (numbers.lastFreeable() > 0 && shrink.shouldCommit()) {
      shrink.name = name;
      shrink.seeks = seeks;
      shrink.priority = priority;
      shrink.freeable = numbers.lastFreeable();
      shrink.delta = numbers.lastDelta();
      shrink.deferred = numbers.lastTaken();
      shrink.totalScan = numbers.lastTotalScan();
      shrink.scanned = numbers.lastScanned();
      shrink.freed = numbers.lastFreed();
      shrink.nextDeferred = numbers.lastNextDeferred();
      shrink.commit();
    }
  }

  /** As at the harshest priority, which asks for all at once and carries nothing over. */
  @Override
  public void shrankGreedily(String name, long freeable, long asked, long scanned, long freed) {
    shrink.end();
    if (freeable > 0 && shrink.shouldCommit()) {
      shrink.name = name;
      shrink.seeks = 0;
      shrink.priority = 0;
      shrink.freeable = freeable;
      shrink.delta = asked;
      shrink.deferred = 0;
      shrink.totalScan = asked;
      shrink.scanned = scanned;
      shrink.freed = freed;
      shrink.nextDeferred = 0;
      shrink.commit();
    }
  }

  @Override
  public void settled(Receipt receipt) {
    ledger.begin();
    if (ledger.isEnabled()) {
      ledger.predictedBytes = receipt.predictedBytes();
      ledger.returnedBytes = receipt.returnedBytes();
      ledger.commit();
    }
  }

  static void born(RegisteredShrinker shrinker) {
    BornEvent event = new BornEvent();
    if (event.isEnabled()) {
      event.name = shrinker.name();
      event.library = shrinker.library();
      event.createdAt = shrinker.createdAt();
      event.group = shrinker.group();
      event.evictionClass = shrinker.evictionClass();
      event.eligible = shrinker.eligible();
      event.reason = shrinker.reason();
      event.commit();
    }
  }

  static void verdict(String verdict, String reason) {
    VerdictEvent event = new VerdictEvent();
    if (event.isEnabled()) {
      event.verdict = verdict;
      event.reason = reason;
      event.commit();
    }
  }
}
