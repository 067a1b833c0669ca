package io.cacheshrinker.demo.service;

/**
 * What a product costs: the price of one piece, by the number ordered. Nobody changes the arrays.
 *
 * @param fromPieces the least number of pieces that a price is for, rising
 * @param cents the price from that number on
 */
record Quote(int[] fromPieces, int[] cents) {

  /** For instance {@code 1=19.99 10=18.99}. */
  String asHeader() {
    StringBuilder header = new StringBuilder(96);
    for (int i = 0; i < cents.length; i++) {
      header.append(i == 0 ? "" : " ").append(fromPieces[i]).append('=').append(cents[i] / 100);
      header.append(cents[i] % 100 < 10 ? ".0" : ".").append(cents[i] % 100);
    }
    return header.toString();
  }
}
