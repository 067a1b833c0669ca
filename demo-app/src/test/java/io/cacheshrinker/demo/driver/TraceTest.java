package io.cacheshrinker.demo.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
  @TempDir Path folder;

  @Test
  void read_keysBigEndian_inOrderAndBeginsAgain() throws IOException {
    Trace trace = Trace.read(file(0, 1, 258, 0));

    assertThat(trace.requests()).isEqualTo(4);
    assertThat(new int[] {trace.key(0), trace.key(1), trace.key(2), trace.key(3)})
        .containsExactly(0, 1, 258, 0);
    assertThat(trace.key(4 + 2)).isEqualTo(258);
    assertThat(trace.distinctKeys()).isEqualTo(259);
  }

  @Test
  void read_theRecordedLog_hasTheNumbersItsReadmeGives() throws IOException {
    Trace trace = Trace.read(Path.of("../traces/weblog-424.keys.gz"));

    assertThat(trace.requests()).isEqualTo(116_215);
    assertThat(trace.distinctKeys()).isEqualTo(34_036);
    assertThat(trace.key(0)).isZero();
  }

  @Test
  void read_endsInsideAKey_refused() throws IOException {
    Path file = folder.resolve("cut.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(new byte[] {0, 0, 0, 1, 0});
    }

    assertThatThrownBy(() -> Trace.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("5 bytes");
  }

  @Test
  void read_negativeKey_refused() throws IOException {
    Path file = file(0, -1);

    assertThatThrownBy(() -> Trace.read(file)).hasMessageContaining("negative");
  }

  @Test
  void read_notGzip_refused() throws IOException {
    Path file = Files.writeString(folder.resolve("text.gz"), "0 1 2");

    assertThatThrownBy(() -> Trace.read(file)).isInstanceOf(IOException.class);
  }

  private Path file(int... keys) throws IOException {
    Path file = folder.resolve("keys.gz");
    try (DataOutputStream out =
        new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      for (int key : keys) {
        out.writeInt(key);
      }
    }
    return file;
  }
}
