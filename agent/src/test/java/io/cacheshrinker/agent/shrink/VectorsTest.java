package io.cacheshrinker.agent.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The published arithmetic of a pass, row by row. The directory is system property {@code
 * vectors.dir}, or the project's own copy.
 */
class VectorsTest {
  private static final int SHOWN = 5;

  @Test
  void vectors_replayed_comeOutAsPublished() throws Exception {
    VectorReplay replay = new VectorReplay(directory());
    List<String> differences = replay.differences();
    differences.stream().limit(SHOWN).forEach(System.out::println);
    System.out.println(replay.summary());
    assertThat(differences).isEmpty();
  }

  /**
   * Breaks the production class in one place each, and counts the rows of the own copy that see it.
   */
  @ParameterizedTest
  @CsvSource({
    "SIGNED_DIVISION, 11, 0",
    "STORE_INSTEAD_OF_ADD, 0, 38",
    "ASKED_COUNTED_AS_SCANNED, 166, 0",
    "READ_INSTEAD_OF_TAKE, 1, 1",
  })
  void vectors_replayedOnMutant_differ(PassMutant mutant, int atLeastMain, int atLeastNested)
      throws Exception {
    int[] mismatches = mutant.mismatches(ownCopy());
    assertThat(mismatches[0]).isGreaterThanOrEqualTo(atLeastMain);
    assertThat(mismatches[1]).isGreaterThanOrEqualTo(atLeastNested);
  }

  private static Path directory() throws URISyntaxException {
    String given = System.getProperty("vectors.dir", "");
    if (given.isEmpty()) {
      return ownCopy();
    }
    // The working directory of a test is its module; people give paths from the project's root.
    return Stream.of(Path.of(given), Path.of("..").resolve(given))
        .filter(Files::isDirectory)
        .findFirst()
        .orElse(Path.of(given));
  }

  private static Path ownCopy() throws URISyntaxException {
    return Path.of(VectorsTest.class.getResource("/vectors").toURI());
  }
}
