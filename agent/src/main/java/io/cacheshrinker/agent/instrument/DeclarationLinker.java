package io.cacheshrinker.agent.instrument;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the members that a declaration names, private or not, in the class and those above it, and
 * makes handles of them. No class is defined for it.
 */
final class DeclarationLinker {
  private static final MethodType COUNT = MethodType.methodType(long.class, Object.class);
  private static final MethodType SCAN =
      MethodType.methodType(long.class, Object.class, long.class);
  private static final MethodType READ = MethodType.methodType(Object.class, Object.class);

  private final Instrumentation instrumentation;

  DeclarationLinker(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /**
   * @param type the class that declares
   * @throws Unlinkable saying what is wrong with the declaration
   */
  Known link(Class<?> type, Declared declared) throws Unlinkable {
    try {
      if (declared.field() != null) {
        return field(type, declared.field(), declared);
      }
      if (declared.count() == null
          && declared.scan() == null
          && declared.guardedBy() != null
          && Map.class.isAssignableFrom(type)) {
        return new DeclaredMap(null, guard(type, declared.guardedBy()));
      }
      if (declared.said().name().startsWith(Declared.BY_NAME)) {
        throw new Unlinkable(
            "opt-in names a class that is no map. Name one that is, or annotate the class");
      }
      return new DeclaredMethods(
          method(type, "count", declared.count()), method(type, "scan", declared.scan()));
    } catch (Unlinkable known) {
      throw known;
    } catch (Throwable failure) {
      throw new Unlinkable("its members cannot be reached", failure);
    }
  }

  private DeclaredMap field(Class<?> type, String name, Declared declared)
      throws Unlinkable, ReflectiveOperationException {
    Field field = type.getDeclaredField(name);
    Class<?> of = field.getType();
    String guardedBy = declared.guardedBy();
    if (!of.isAssignableFrom(Map.class) && !Map.class.isAssignableFrom(of)) {
      throw new Unlinkable(
          "the type of the field is " + of.getName() + ", which is no map. Annotate a Map");
    }
    if (guardedBy == null && !of.isInterface() && !ConcurrentMap.class.isAssignableFrom(of)) {
      throw unguarded(of.getName());
    }
    return new DeclaredMap(reader(field), guardedBy == null ? null : guard(type, guardedBy));
  }

  /** The same for a type that is known before there is an instance, and for one that is not. */
  static Unlinkable unguarded(String type) {
    return new Unlinkable(
        "a "
            + type
            + " cannot be entered without its lock. Name it with guardedBy, or use a"
            + " ConcurrentMap");
  }

  private Guard guard(Class<?> type, @Nullable String name)
      throws Unlinkable, ReflectiveOperationException {
    if (name == null || name.equals(Declared.THIS)) {
      return new Guard(null);
    }
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          if (field.getType().isPrimitive()) {
            throw noGuard(name);
          }
          return new Guard(reader(field));
        }
      }
    }
    throw noGuard(name);
  }

  private static Unlinkable noGuard(String name) {
    return new Unlinkable(
        "guardedBy is \""
            + name
            + "\", and the class has no field of that name that holds an object. Name a field of"
            + " it, or \"this\"");
  }

  private MethodHandle reader(Field field) throws Unlinkable, ReflectiveOperationException {
    MethodHandle getter = lookupIn(field.getDeclaringClass()).unreflectGetter(field);
    if (Modifier.isStatic(field.getModifiers())) {
      getter = MethodHandles.dropArguments(getter, 0, Object.class);
    }
    return getter.asType(READ);
  }

  /** {@code what} is count or scan; the name is null if none is named and none is marked. */
  private MethodHandle method(Class<?> type, String what, @Nullable String name)
      throws Unlinkable, ReflectiveOperationException {
    boolean scans = what.equals("scan");
    if (name == null) {
      throw new Unlinkable(
          "no method is named by "
              + what
              + "= or marked. Mark one with @Shrinkable."
              + (scans ? "Scan" : "Count"));
    }
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        if (method.getName().equals(name) && fits(method, scans)) {
          MethodHandle handle = lookupIn(each).unreflect(method);
          return MethodHandles.explicitCastArguments(handle, scans ? SCAN : COUNT);
        }
      }
    }
    throw new Unlinkable(
        "the class has no method "
            + name
            + (scans
                ? " of its objects that takes a long or int and answers a long or int. Correct it"
                : " of its objects without parameters that answers a long or int. Correct it"));
  }

  private static boolean fits(Method method, boolean scans) {
    Class<?>[] parameters = method.getParameterTypes();
    return !Modifier.isStatic(method.getModifiers())
        && isNumber(method.getReturnType())
        && (scans ? parameters.length == 1 && isNumber(parameters[0]) : parameters.length == 0);
  }

  private static boolean isNumber(Class<?> type) {
    return type == long.class || type == int.class;
  }

  private MethodHandles.Lookup lookupIn(Class<?> type) throws Unlinkable, IllegalAccessException {
    Linker.open(instrumentation, type);
    return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
  }
}
