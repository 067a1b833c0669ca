package io.cacheshrinker.integration;

import java.lang.reflect.Field;
import java.lang.reflect.Method;

/** A look at the private parts of a library, to see that nothing was moved there. */
public final class Internals {
  private Internals() {}

  public static Object call(Object object, String name) {
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.getName().equals(name) && method.getParameterCount() == 0) {
          return call(object, method);
        }
      }
    }
    throw new AssertionError("no method " + name + " in " + object.getClass());
  }

  private static Object call(Object object, Method method) {
    try {
      method.setAccessible(true);
      return method.invoke(object);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(method.toString(), e);
    }
  }

  public static Object field(Object object, String name) {
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          return get(object, field);
        }
      }
    }
    throw new AssertionError("no field " + name + " in " + object.getClass());
  }

  private static Object get(Object object, Field field) {
    try {
      field.setAccessible(true);
      return field.get(object);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(field.toString(), e);
    }
  }
}
