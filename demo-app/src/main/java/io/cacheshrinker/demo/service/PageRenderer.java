package io.cacheshrinker.demo.service;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** Turns a product and its relatives into HTML. */
@Component
class PageRenderer {
  private static final int WORDS_PER_SENTENCE = 12;
  private static final int SENTENCES_PER_PARAGRAPH = 15;
  private static final int MIN_PARAGRAPHS = 23;

  private final Template template = template();

  Page render(Product product, List<Product> related) {
    byte[] html = template.execute(content(product, related)).getBytes(StandardCharsets.ISO_8859_1);
    CRC32 checksum = new CRC32();
    checksum.update(html);
    return new Page(html, "\"" + Long.toHexString(checksum.getValue()) + "\"");
  }

  private static Content content(Product product, List<Product> related) {
    Prose prose = new Prose(product.seed());
    int count = MIN_PARAGRAPHS + prose.next(8);
    List<String> paragraphs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      paragraphs.add(paragraph(prose));
    }
    return new Content(product, paragraphs, related);
  }

  private static String paragraph(Prose prose) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < SENTENCES_PER_PARAGRAPH; i++) {
      text.append(i == 0 ? "" : " ").append(prose.sentence(WORDS_PER_SENTENCE));
    }
    return text.toString();
  }

  private static Template template() {
    try (Reader source =
        new InputStreamReader(
            new ClassPathResource("templates/product.mustache").getInputStream(),
            StandardCharsets.UTF_8)) {
      return Mustache.compiler().compile(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the template sees. */
  record Content(Product product, List<String> paragraphs, List<Product> related) {}
}
