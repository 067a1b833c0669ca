package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.pressure.Caches;
import io.cacheshrinker.agent.pressure.Correction;
import io.cacheshrinker.agent.pressure.Receipt;
import io.cacheshrinker.agent.registry.Effect;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;

/**
 * All caches together as the control law sees them, and what receipts teach about each. A receipt
 * corrects bytes per entry, is booked as returned bytes, and takes a cache out of the passes that
 * gives nothing back: values off the heap, or entries that something else keeps alive.
 *
 * <p>Shrink thread only. Allocates nothing.
 */
final class Effects implements Caches {
  /** Share of its estimate below which a cache gave nothing back. */
  private static final double NOTHING = 0.1;

  /** Receipts of nothing in a row that prove it. */
  private static final int PROOF = 3;

  /** A cache's share of a pass from which the receipt is about that cache. */
  private static final double ABOUT_IT = 0.5;

  private final Registry registry;
  private final Pass pass;
  private final Calls calls;
  private final Totals totals;
  private final Chronicle chronicle;
  private final LiveBytes live;
  private final Registry.Visitor sumCached = this::addCached;
  private final Registry.Visitor sumRefilled = this::addRefilled;
  private final Registry.Visitor sumAbsent = this::addAbsent;
  private final Registry.Visitor sumSquares = this::addSquare;
  private final Registry.Visitor settle = this::settle;
  private double sum;
  private Receipt receipt = new Receipt(1, 0);

  /** Where live bytes are known. */
  @FunctionalInterface
  interface LiveBytes {
    long liveBytes();
  }

  Effects(
      Registry registry,
      Pass pass,
      Calls calls,
      Totals totals,
      Chronicle chronicle,
      LiveBytes live) {
    this.registry = registry;
    this.pass = pass;
    this.calls = calls;
    this.totals = totals;
    this.chronicle = chronicle;
    this.live = live;
  }

  @Override
  public long evictableBytes() {
    long bytes = pass.evictableBytes(live.liveBytes());
    calls.requireNotReplaced();
    return bytes;
  }

  @Override
  public long cachedBytes() {
    return total(sumCached);
  }

  @Override
  public long refilledBytes() {
    return total(sumRefilled);
  }

  @Override
  public long absentBytes() {
    return calls.isDry() ? total(sumAbsent) : 0;
  }

  @Override
  public void returned(Receipt about) {
    receipt = about;
    totals.returned(about.returnedBytes());
    chronicle.settled(about);
    sum = 0;
    registry.walk(Scope.ALL_GROUPS, sumSquares);
    if (sum > 0) {
      registry.walk(Scope.ALL_GROUPS, settle);
    }
  }

  private long total(Registry.Visitor visitor) {
    sum = 0;
    registry.walk(Scope.ALL_GROUPS, visitor);
    calls.requireNotReplaced();
    return (long) sum;
  }

  private boolean addCached(RegisteredShrinker shrinker, Object cache) {
    sum += count(shrinker, cache) * weight(shrinker);
    return true;
  }

  private boolean addRefilled(RegisteredShrinker shrinker, Object cache) {
    long grown = count(shrinker, cache) - shrinker.effect().entriesAtFence();
    sum += Math.max(0, grown) * weight(shrinker);
    return true;
  }

  private boolean addAbsent(RegisteredShrinker shrinker, Object cache) {
    sum += shrinker.dryRun().gone() * weight(shrinker);
    return true;
  }

  private boolean addSquare(RegisteredShrinker shrinker, Object cache) {
    double shed = shedBytes(shrinker);
    sum += shed * shed;
    return true;
  }

  private boolean settle(RegisteredShrinker shrinker, Object cache) {
    double shed = shedBytes(shrinker);
    Effect effect = shrinker.effect();
    effect.freedSettled(shrinker.freed());
    if (shed > 0) {
      shrinker.addReturnedBytes(shed * receipt.share());
      if (shed > ABOUT_IT * receipt.predictedBytes()) {
        judge(shrinker, effect);
      }
      effect.correct(Correction.factor(receipt, shed, sum));
    }
    return true;
  }

  private void judge(RegisteredShrinker shrinker, Effect effect) {
    if (effect.cameBack(receipt.share() >= NOTHING) >= PROOF) {
      shrinker.demote("shedding it gives no heap back");
    }
  }

  private static double shedBytes(RegisteredShrinker shrinker) {
    return (shrinker.freed() - shrinker.effect().freedSettled()) * weight(shrinker);
  }

  /** Of an entry: as weighed, else as the last pass has taken it to be. */
  private static double weight(RegisteredShrinker shrinker) {
    double weighed = shrinker.bytesPerEntry();
    return weighed > 0 ? weighed : shrinker.effect().assumedBytesPerEntry();
  }

  private long count(RegisteredShrinker shrinker, Object cache) {
    try {
      boolean busy = shrinker.isBusy();
      return busy ? 0 : Math.max(0, calls.count(shrinker, cache, Scope.ALL_GROUPS));
    } catch (Throwable unknown) {
      return 0;
    }
  }
}
