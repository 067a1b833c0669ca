package io.cacheshrinker.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of an adapter, as shipped. They are defined beside a library in a loader that need not
 * know anything but that library and {@code java.*}.
 */
class AdapterBytesTest {
  private static final Pattern DESCRIBED = Pattern.compile("(?<=[\\[(;)<*+-]|^)L([\\w/$]+)[;<]");
  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int CLASS = 7;
  private static final int DYNAMIC = 17;
  private static final int INVOKE_DYNAMIC = 18;

  @ParameterizedTest
  @MethodSource("io.cacheshrinker.integration.Integrations#all")
  void adapter_constantPool_namesTheLibraryAndTheJdkOnly(Integration integration)
      throws IOException {
    Pool pool = Pool.of(integration);

    assertThat(pool.types)
        .contains(integration.adapter().replace('.', '/'))
        .allMatch(
            type ->
                type.startsWith("java/")
                    || type.startsWith(integration.packageName().replace('.', '/') + "/"));
    assertThat(pool.dynamic).as("lambdas or other dynamic constants").isZero();
  }

  @ParameterizedTest
  @MethodSource("io.cacheshrinker.integration.Integrations#all")
  void adapter_classes_areOne(Integration integration) {
    String nested = integration.adapterResource().replace(".bin", "$1.bin");

    assertThat(getClass().getClassLoader().getResource(nested)).isNull();
    assertThat(nestedClasses(integration)).isEmpty();
  }

  private static Class<?>[] nestedClasses(Integration integration) {
    try {
      return Class.forName(integration.adapter()).getDeclaredClasses();
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /** The types that a class file names anywhere, and how many dynamic constants it has. */
  private static final class Pool {
    final Set<String> types = new TreeSet<>();
    int dynamic;

    static Pool of(Integration integration) throws IOException {
      String resource = integration.adapterResource();
      try (InputStream bytes =
          AdapterBytesTest.class.getClassLoader().getResourceAsStream(resource)) {
        assertThat(bytes).as(resource).isNotNull();
        Pool pool = new Pool();
        pool.read(new DataInputStream(bytes));
        return pool;
      }
    }

    /** JVMS 4.4; the strings that classes refer to are read as described or plain names. */
    private void read(DataInputStream in) throws IOException {
      in.readLong();
      int size = in.readUnsignedShort();
      String[] strings = new String[size];
      int[] classNames = new int[size];
      for (int i = 1; i < size; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case UTF8 -> strings[i] = in.readUTF();
          case CLASS -> classNames[i] = in.readUnsignedShort();
          case LONG, DOUBLE -> {
            in.readLong();
            i++;
          }
          case 3, 4, 9, 10, 11, 12 -> in.readInt();
          case 8, 16, 19, 20 -> in.readUnsignedShort();
          case 15 -> in.skipNBytes(3);
          case DYNAMIC, INVOKE_DYNAMIC -> {
            in.readInt();
            dynamic++;
          }
          default -> throw new IOException("constant of unknown kind " + tag);
        }
      }
      collect(strings, classNames);
    }

    private void collect(String[] strings, int[] classNames) {
      for (String string : strings) {
        Matcher described = DESCRIBED.matcher(string == null ? "" : string);
        while (described.find()) {
          types.add(described.group(1));
        }
      }
      for (int name : classNames) {
        if (name != 0 && !strings[name].startsWith("[")) {
          types.add(strings[name]);
        }
      }
    }
  }
}
