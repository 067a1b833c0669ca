package io.cacheshrinker.agent.registry;

import java.util.BitSet;

/**
 * Hands out the smallest free id. Room is made when an id is taken, so giving one back never
 * allocates and cannot fail. Guarded by the writers' lock.
 */
final class FreeIds {
  private static final int BLOCK = 256;

  private final BitSet taken = new BitSet();

  /**
   * Blocks of {@value #BLOCK} ids without a free one: what spares the search through all of them.
   */
  private final BitSet fullBlocks = new BitSet();

  int take() {
    int block = fullBlocks.nextClearBit(0);
    int id = taken.nextClearBit(block * BLOCK);
    taken.set(id);
    if (taken.nextClearBit(id) / BLOCK != block) {
      fullBlocks.set(block);
    }
    return id;
  }

  void giveBack(int id) {
    taken.clear(id);
    fullBlocks.clear(id / BLOCK);
  }
}
