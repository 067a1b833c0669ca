package io.cacheshrinker.demo.bench.startup;

/** A program without any cache. */
final class PlainVictim {
  private PlainVictim() {}

  public static void main(String[] arguments) {
    Census.takeIfAsked(arguments, 0);
  }
}
