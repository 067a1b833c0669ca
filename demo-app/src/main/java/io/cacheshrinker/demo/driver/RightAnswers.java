package io.cacheshrinker.demo.driver;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What the service has to answer, worked out from the product's number alone. It shares no code, no
 * template and no database with the service, so that a mistake on either side shows as a wrong
 * answer.
 *
 * <p>Safe for use by several threads: an answer is worked out at its first use and kept; two
 * threads may do so at once and get equal answers.
 */
public final class RightAnswers {
  private static final long MODULUS = 1L << 32;
  private static final int CATEGORIES = 97;
  private static final int MAX_RELATED = 6;
  private static final int WORDS_PER_PARAGRAPH = 15 * 12;
  private static final String[] CONSONANTS = {
    "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z", "th"
  };
  private static final String VOWELS = "aeio";
  private static final String[] ADJECTIVES = {
    "Small", "Large", "Red", "Green", "Blue", "Grey", "Round", "Flat",
    "Light", "Heavy", "Plain", "Fine", "Old", "New", "Short", "Tall"
  };
  private static final String[] NOUNS = {
    "Chair", "Table", "Lamp", "Shelf", "Bowl", "Spoon", "Knife", "Plate",
    "Rug", "Clock", "Mirror", "Vase", "Bench", "Stool", "Kettle", "Tray"
  };
  private static final int[][] PERCENT_FROM_PIECES = {
    {1, 100}, {5, 97}, {10, 95}, {25, 92}, {50, 89}, {100, 85}, {250, 80}, {1000, 72}
  };

  private final int products;
  private final AtomicReferenceArray<@Nullable Answer> known;

  public RightAnswers(int products) {
    this.products = products;
    this.known = new AtomicReferenceArray<>(products);
  }

  /**
   * @param checksum CRC-32 of the body
   * @param price the header {@code X-Price}
   */
  record Answer(int length, long checksum, String price) {
    boolean isAnsweredBy(byte[] body, @Nullable String priceHeader) {
      return body.length == length
          && price.equals(priceHeader)
          && RightAnswers.checksum(body) == checksum;
    }
  }

  Answer to(int product) {
    Answer answer = known.get(product);
    if (answer == null) {
      byte[] page = page(product).getBytes(StandardCharsets.ISO_8859_1);
      answer = new Answer(page.length, checksum(page), price(product));
      known.set(product, answer);
    }
    return answer;
  }

  /** The HTML of a product's page. */
  public String page(int product) {
    StringBuilder out = new StringBuilder(32768);
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"iso-8859-1\"><title>")
        .append(title(product))
        .append("</title></head>\n<body>\n<h1>")
        .append(title(product))
        .append("</h1>\n<p class=\"number\">Product ")
        .append(product)
        .append(" of category ")
        .append(product % CATEGORIES)
        .append("</p>\n");
    description(seed(product), out);
    out.append("<ul class=\"related\">\n");
    for (int i = 1; i <= MAX_RELATED; i++) {
      int related = product + i * CATEGORIES;
      if (related < products) {
        out.append("<li><a href=\"/products/").append(related).append("\">");
        out.append(title(related)).append("</a></li>\n");
      }
    }
    return out.append("</ul>\n</body>\n</html>\n").toString();
  }

  /** The header {@code X-Price}. */
  public String price(int product) {
    long cents = 199 + seed(product) % 49800;
    StringBuilder out = new StringBuilder();
    for (int[] tier : PERCENT_FROM_PIECES) {
      long reduced = cents * tier[1] / 100;
      out.append(out.length() == 0 ? "" : " ").append(tier[0]).append('=').append(reduced / 100);
      out.append('.').append(reduced / 10 % 10).append(reduced % 10);
    }
    return out.toString();
  }

  private static String title(int product) {
    long seed = seed(product);
    return ADJECTIVES[(int) (seed & 15)] + " " + NOUNS[(int) (seed >> 4 & 15)] + " No. " + product;
  }

  private static long seed(int product) {
    return (product * 2654435761L + 40503) % MODULUS;
  }

  /** 23 to 30 paragraphs of 15 sentences of 12 words. */
  private static void description(long seed, StringBuilder out) {
    long draw = step(seed);
    long paragraphs = 23 + (draw >>> 40 & 7);
    for (long word = 0; word < paragraphs * WORDS_PER_PARAGRAPH; word++) {
      boolean first = word % WORDS_PER_PARAGRAPH == 0;
      boolean capital = word % 12 == 0;
      out.append(first ? "<p>" : " ");
      draw = step(draw);
      int start = out.length();
      word((int) (draw >>> 40) & 4095, out);
      if (capital) {
        out.setCharAt(start, (char) (out.charAt(start) - 'a' + 'A'));
      }
      if (word % 12 == 11) {
        out.append('.');
      }
      if (word % WORDS_PER_PARAGRAPH == WORDS_PER_PARAGRAPH - 1) {
        out.append("</p>\n");
      }
    }
  }

  private static void word(int number, StringBuilder out) {
    out.append(CONSONANTS[number >> 8]).append(VOWELS.charAt(number >> 6 & 3));
    out.append(CONSONANTS[number >> 2 & 15]).append(VOWELS.charAt(number & 3)).append('n');
  }

  private static long step(long draw) {
    return draw * 6364136223846793005L + 1442695040888963407L;
  }

  private static long checksum(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return checksum.getValue();
  }
}
