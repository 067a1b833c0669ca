package io.cacheshrinker.agent.instrument;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.cacheshrinker.integration.Integration;
import io.cacheshrinker.integration.Integrations;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a cache does when it is read or written costs the same with the agent: it is the same code.
 */
class UntouchedCodeTest {
  private final Weaver weaver = new Weaver(Integrations.all(), new Inventory(() -> {}));

  static List<Integration> integrations() {
    return Integrations.all();
  }

  /** All but caches that their owners register, whose library is this project. */
  static List<Integration> libraries() {
    return integrations().stream().filter(i -> !i.library().equals("custom")).toList();
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void libraryClass_otherThanTheBirthPlace_isNotWoven(Integration integration) throws IOException {
    String birthPlace = integration.birth().owner().replace('.', '/') + ".class";
    List<String> woven = new ArrayList<>();
    int seen = 0;
    try (JarFile library = libraryOf(birthPlace)) {
      for (JarEntry entry : library.stream().filter(UntouchedCodeTest::isClass).toList()) {
        seen++;
        byte[] bytes = library.getInputStream(entry).readAllBytes();
        String name = entry.getName().replaceAll("\\.class$", "");
        if (weaver.weave(name, bytes) != null) {
          woven.add(entry.getName());
        }
      }
    }
    assertThat(seen).isGreaterThan(50);
    assertThat(woven).contains(birthPlace).isSubsetOf(birthPlaces());
  }

  @ParameterizedTest
  @MethodSource("integrations")
  void birthPlace_woven_otherMethodsAreTheSame(Integration integration) throws IOException {
    String owner = integration.birth().owner().replace('.', '/');
    byte[] original = ClassFile.bytesOf(owner);
    Map<String, String> before = codeOf(original);
    Map<String, String> after = codeOf(requireNonNull(weaver.weave(owner, original)));

    assertThat(after.keySet()).isEqualTo(before.keySet());
    List<String> changed =
        before.keySet().stream().filter(m -> !before.get(m).equals(after.get(m))).toList();
    assertThat(changed)
        .isNotEmpty()
        .allMatch(method -> method.startsWith(integration.birth().method() + "("));
  }

  private static boolean isClass(JarEntry entry) {
    return entry.getName().endsWith(".class")
        && !entry.getName().startsWith("META-INF/")
        && !entry.getName().equals("module-info.class");
  }

  private static List<String> birthPlaces() {
    return integrations().stream()
        .map(integration -> integration.birth().owner().replace('.', '/') + ".class")
        .toList();
  }

  private static JarFile libraryOf(String file) throws IOException {
    URL url = requireNonNull(UntouchedCodeTest.class.getClassLoader().getResource(file));
    JarURLConnection connection = (JarURLConnection) url.openConnection();
    connection.setUseCaches(false);
    return connection.getJarFile();
  }

  /** The instructions of each method, jumps apart, which follow from them. */
  private static Map<String, String> codeOf(byte[] classFile) {
    Map<String, String> code = new TreeMap<>();
    ClassFile.visitMethods(classFile, method -> new Instructions(method, code));
    return code;
  }

  private static final class Instructions extends MethodVisitor {
    private final StringBuilder text = new StringBuilder();
    private final String method;
    private final Map<String, String> code;

    Instructions(String method, Map<String, String> code) {
      super(Opcodes.ASM9);
      this.method = method;
      this.code = code;
    }

    private void add(int opcode, Object... operands) {
      text.append(opcode).append(List.of(operands)).append('\n');
    }

    @Override
    public void visitInsn(int opcode) {
      add(opcode);
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
      add(opcode, operand);
    }

    @Override
    public void visitVarInsn(int opcode, int variable) {
      add(opcode, variable);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      add(opcode, type);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      add(opcode, owner, name, descriptor);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      add(opcode, owner, name, descriptor);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name,
        String descriptor,
        net.bytebuddy.jar.asm.Handle bootstrap,
        Object... arguments) {
      add(Opcodes.INVOKEDYNAMIC, name, descriptor, bootstrap, List.of(arguments));
    }

    @Override
    public void visitJumpInsn(int opcode, net.bytebuddy.jar.asm.Label label) {
      add(opcode);
    }

    @Override
    public void visitLdcInsn(Object value) {
      add(Opcodes.LDC, value);
    }

    @Override
    public void visitIincInsn(int variable, int increment) {
      add(Opcodes.IINC, variable, increment);
    }

    @Override
    public void visitEnd() {
      code.put(method, text.toString());
    }
  }
}
