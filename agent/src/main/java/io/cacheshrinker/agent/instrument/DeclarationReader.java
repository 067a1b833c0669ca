package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.agent.instrument.OwnersWord.Said;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code @Shrinkable} from a class file: no class of the application is loaded for it, and
 * the annotation itself need not be there at run time. A relocated copy of the annotation counts.
 */
final class DeclarationReader extends ClassVisitor {
  private static final String SHRINKABLE = "io/cacheshrinker/Shrinkable";

  /** Settings that are not written. */
  private static final long NOT_SAID = -1;

  private static final long MOST_SEEKS = 1_000_000;

  private final List<Declared> declared = new ArrayList<>();
  private final Map<String, String> refused = new HashMap<>();
  private String className = "";
  private boolean isInterface;
  private @Nullable Words ofClass;
  private @Nullable String counting;
  private @Nullable String scanning;

  private DeclarationReader() {
    super(Opcodes.ASM9);
  }

  static DeclarationReader of(ClassReader reader) {
    DeclarationReader read = new DeclarationReader();
    reader.accept(read, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return read;
  }

  /** What instances of the class bring. */
  List<Declared> declared() {
    return declared;
  }

  /** What is annotated and cannot be followed, by name, and why. */
  Map<String, String> refused() {
    return refused;
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    className = name.replace('/', '.');
    isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
  }

  @Override
  public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    if (!isOurs(descriptor, ";")) {
      return null;
    }
    ofClass = new Words();
    return ofClass;
  }

  @Override
  public FieldVisitor visitField(
      int access, String field, String type, @Nullable String signature, @Nullable Object value) {
    return new FieldVisitor(Opcodes.ASM9) {
      @Override
      public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        return isOurs(descriptor, ";") ? wordsOf(access, field) : null;
      }
    };
  }

  private Words wordsOf(int access, String field) {
    return new Words() {
      @Override
      public void visitEnd() {
        if ((access & Opcodes.ACC_STATIC) != 0) {
          refused.put(
              Declared.where(className, field),
              "the field is static, and a static one has no instance whose end would end it. Put"
                  + " the map into an object, or use Shrinkers.alloc");
        } else {
          add(this, field, null, null);
        }
      }
    };
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String method,
      String type,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    return new MethodVisitor(Opcodes.ASM9) {
      @Override
      public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        if (isOurs(descriptor, "$Count;")) {
          counting = method;
        } else if (isOurs(descriptor, "$Scan;")) {
          scanning = method;
        }
        return null;
      }
    };
  }

  @Override
  public void visitEnd() {
    Words words = ofClass;
    if (words == null) {
      return;
    }
    if (isInterface) {
      refused.put(
          Declared.where(className, null),
          "an interface has no constructor that could tell of an instance. Annotate the classes"
              + " that implement it");
      return;
    }
    add(words, null, counting, scanning);
  }

  private void add(
      Words words,
      @Nullable String field,
      @Nullable String marksCount,
      @Nullable String marksScan) {
    String wrong = words.outOfRange();
    if (wrong != null) {
      refused.put(Declared.where(className, field), wrong);
      return;
    }
    String name = words.text("name");
    Said said =
        new Said(
            name == null ? Declared.where(className, field) : name,
            words.text("group"),
            words.number("seeks", NOT_SAID),
            words.number("batch", 0),
            words.number("floor", NOT_SAID),
            words.number("bytesPerEntry", 0),
            false);
    String count = words.text("count");
    String scan = words.text("scan");
    declared.add(
        new Declared(
            className,
            field,
            said,
            count == null ? marksCount : count,
            scan == null ? marksScan : scan,
            words.text("guardedBy")));
  }

  private static boolean isOurs(String descriptor, String end) {
    return descriptor.endsWith("/" + SHRINKABLE + end) || descriptor.equals("L" + SHRINKABLE + end);
  }

  /** The values of one annotation, as far as they are written. */
  private static class Words extends AnnotationVisitor {
    private final Map<String, Object> written = new HashMap<>();

    Words() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(String name, Object value) {
      written.put(name, value);
    }

    /** Null if it is not written, or empty. */
    @Nullable String text(String name) {
      Object value = written.get(name);
      return value instanceof String text && !text.isBlank() ? text : null;
    }

    /** The first number that is not allowed, in words; null if there is none. */
    @Nullable String outOfRange() {
      long seeks = number("seeks", 0);
      if (seeks < 0 || seeks > MOST_SEEKS) {
        return "seeks is " + seeks + ", and 0 to 1000000 is allowed. Correct it";
      }
      for (String name : List.of("floor", "batch", "bytesPerEntry")) {
        long number = number(name, 1);
        if (number < 0) {
          return name + " is " + number + ", and 0 or more is allowed. Correct it";
        }
      }
      return null;
    }

    long number(String name, long otherwise) {
      return written.get(name) instanceof Number number ? number.longValue() : otherwise;
    }
  }
}
