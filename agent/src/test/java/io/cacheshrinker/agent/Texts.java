package io.cacheshrinker.agent;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * What a source file says to people: its string literals of more than one word, cut where something
 * is filled in. Annotations speak to the compiler, and the failures in {@link #INTERNAL} to nobody
 * but us.
 */
final class Texts extends TreeScanner<@Nullable Void, @Nullable Void> {
  private static final Set<String> INTERNAL = Set.of("no adapter for");

  private final Set<String> found = new TreeSet<>();
  private final boolean failuresOnly;
  private boolean inFailure;

  private Texts(boolean failuresOnly) {
    this.failuresOnly = failuresOnly;
  }

  /**
   * Texts of the files of a folder, without those below it.
   *
   * @param failuresOnly only those given to a new Failure, where others describe options
   */
  static Set<String> ofFolder(Path folder, boolean failuresOnly) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".java")).toList();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Texts texts = new Texts(failuresOnly);
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      for (CompilationUnitTree file : task.parse()) {
        texts.scan(file, null);
      }
    }
    texts.found.removeAll(INTERNAL);
    return texts.found;
  }

  @Override
  public @Nullable Void visitAnnotation(AnnotationTree annotation, @Nullable Void nothing) {
    return null;
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree creation, @Nullable Void nothing) {
    boolean outside = inFailure;
    inFailure |= creation.getIdentifier().toString().equals("Failure");
    super.visitNewClass(creation, nothing);
    inFailure = outside;
    return null;
  }

  @Override
  public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void nothing) {
    if (literal.getValue() instanceof String text && (inFailure || !failuresOnly)) {
      for (String piece : text.split("\\{}")) {
        String plain = piece.strip().replaceFirst("^cache-shrinker: ", "");
        if (plain.matches("(?s).*[A-Za-z;)] [A-Za-z(].*")) {
          found.add(plain);
        }
      }
    }
    return null;
  }
}
