package io.cacheshrinker.demo.bench;

/** A victim that should have answered died, hung or kept silent; with its last words. */
public final class VictimFailed extends Exception {
  private static final long serialVersionUID = 1;

  private final String lastWords;

  public VictimFailed(String lastWords) {
    super(lastWords);
    this.lastWords = lastWords;
  }

  public String lastWords() {
    return lastWords;
  }
}
