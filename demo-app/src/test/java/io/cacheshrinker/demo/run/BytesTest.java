package io.cacheshrinker.demo.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class BytesTest {
  private final Bytes.Converter converter = new Bytes.Converter();

  @ParameterizedTest
  @CsvSource({"160m, 167772160", "1G, 1073741824", "2048k, 2097152", "4096, 4096"})
  void convert_asTheJvmHasIt_understood(String text, long bytes) {
    assertThat(converter.convert(text).count()).isEqualTo(bytes);
  }

  @Test
  void convert_anythingElse_refusedWithAnExample() {
    assertThatThrownBy(() -> converter.convert("160 MB"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("160m");
  }

  @Test
  void toString_wholeMegabytesOrNot_isWhatTheJvmReads() {
    assertThat(new Bytes(160L << 20)).hasToString("160m");
    assertThat(new Bytes(1000)).hasToString("1000");
  }
}
