package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.Scope;
import io.cacheshrinker.Shrinker;

/** The cache that the test vectors describe; it also writes down what it was asked. */
final class SimulatedCache implements Shrinker {
  private static final long FNV_START = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  final long countAnswer;
  long objectsLeft;
  long freeNum = 1;
  long freeDen = 1;
  String seenMode = "DEFAULT";
  long seenNum = 1;
  long seenDen = 1;
  long stopOnCall;
  boolean stopWhenDry;
  boolean clobbersRequest;

  /** Runs inside count (call 0) or inside scan call 1, 2 …, before it answers. */
  CallHook inside = call -> {};

  long calls;
  long firstAsked = -1;
  long lastAsked = -1;
  long askedSum;
  long askedHash = FNV_START;

  /** What happens inside a callback. */
  interface CallHook {
    void called(long call);
  }

  SimulatedCache(long countAnswer, long objects) {
    this.countAnswer = countAnswer;
    this.objectsLeft = objects;
  }

  @Override
  public long count(Scope scope) {
    inside.called(0);
    return countAnswer;
  }

  @Override
  public long scan(Scope scope) {
    long asked = scope.asked();
    note(asked);
    inside.called(calls);
    long answer = answer(scope, asked);
    if (clobbersRequest) {
      long seen = scope.scanned();
      scope.ask(0x5eed_dead_beefL * calls);
      scope.scanned(seen);
    }
    return answer;
  }

  private long answer(Scope scope, long asked) {
    if (calls == stopOnCall) {
      return STOP;
    }
    long freed = Math.min(asked * freeNum / freeDen, objectsLeft);
    if (stopWhenDry && freed == 0) {
      return STOP;
    }
    objectsLeft -= freed;
    switch (seenMode) {
      case "DEFAULT" -> {}
      case "FREED" -> scope.scanned(freed);
      case "RATIO" -> scope.scanned(Math.max(1, asked * seenNum / seenDen));
      default -> throw new IllegalArgumentException("seen_mode " + seenMode);
    }
    return freed;
  }

  private void note(long asked) {
    calls++;
    if (calls == 1) {
      firstAsked = asked;
    }
    lastAsked = asked;
    askedSum += asked;
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      askedHash = (askedHash ^ (asked >>> shift & 0xff)) * FNV_PRIME;
    }
  }
}
