package io.cacheshrinker.agent.pressure;

/**
 * What came back after passes, as the next collection that could tell showed it.
 *
 * @param predictedBytes what the passes let go of, by estimate
 * @param returnedBytes by how much live bytes fell, had nothing been loaded since; from 0 to twice
 *     the prediction
 */
public record Receipt(long predictedBytes, long returnedBytes) {
  /** Returned bytes as a share of the predicted ones. */
  public double share() {
    return returnedBytes / (double) predictedBytes;
  }
}
