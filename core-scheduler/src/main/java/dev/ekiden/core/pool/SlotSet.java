package dev.ekiden.core.pool;

import java.util.Arrays;

/**
 * A sorted set of slots: one word of bits for each block of 64 slots that has any. Small for sets
 * of few, quick to run over for sets of many.
 */
public final class SlotSet {
  private int[] blocks = new int[1];
  private long[] words = new long[1];
  private int length;
  private int size;

  /** Slots in it. */
  public int size() {
    return size;
  }

  /** Words in it; none is empty. */
  public int length() {
    return length;
  }

  /** The block of a word: its bit b is slot {@code block * 64 + b}. */
  public int block(int index) {
    return blocks[index];
  }

  public long word(int index) {
    return words[index];
  }

  public boolean contains(int slot) {
    int at = Arrays.binarySearch(blocks, 0, length, slot >> 6);
    return at >= 0 && (words[at] & 1L << slot) != 0;
  }

  /** The slot must not be in it. */
  void add(int slot) {
    int block = slot >> 6;
    int at = length > 0 && blocks[length - 1] < block ? ~length : find(block);
    if (at < 0) {
      at = ~at;
      if (length == blocks.length) {
        blocks = Arrays.copyOf(blocks, length * 2);
        words = Arrays.copyOf(words, length * 2);
      }
      System.arraycopy(blocks, at, blocks, at + 1, length - at);
      System.arraycopy(words, at, words, at + 1, length - at);
      blocks[at] = block;
      words[at] = 0;
      length++;
    }
    words[at] |= 1L << slot;
    size++;
  }

  private int find(int block) {
    return Arrays.binarySearch(blocks, 0, length, block);
  }

  /** The slot must be in it. */
  void remove(int slot) {
    int at = find(slot >> 6);
    words[at] &= ~(1L << slot);
    size--;
    if (words[at] == 0) {
      length--;
      System.arraycopy(blocks, at + 1, blocks, at, length - at);
      System.arraycopy(words, at + 1, words, at, length - at);
    }
  }
}
