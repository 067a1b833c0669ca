package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.integration.Integration;

/**
 * From the names of the original library to those of the copy at hand. Shading changes the front of
 * package names: {@code com.google.common.cache} becomes {@code org.sparkproject.guava.cache}. What
 * the two packages share at the end stays, what is before it is replaced, so that the other
 * packages of the library ({@code com.google.common.base}) follow.
 *
 * <p>Names are internal: slashes between packages.
 *
 * @param from front of the original names
 * @param to front of the names in the copy; the same if it is no copy
 */
record Relocation(String from, String to) {

  /** The relocation that takes the package of {@code originalClass} to that of {@code found}. */
  static Relocation between(String originalClass, String found) {
    String from = originalClass.substring(0, originalClass.lastIndexOf('/') + 1);
    String to = found.substring(0, found.lastIndexOf('/') + 1);
    String last = from.substring(from.lastIndexOf('/', from.length() - 2) + 1);
    if (from.length() > last.length() && to.endsWith("/" + last)) {
      int shared = last.length();
      return new Relocation(
          from.substring(0, from.length() - shared), to.substring(0, to.length() - shared));
    }
    return new Relocation(from, to);
  }

  /** As {@link #between}, from the base class of {@code integration} to a loaded one. */
  static Relocation of(Integration integration, Class<?> base) {
    return between(internal(integration.base()), internal(base.getName()));
  }

  boolean isNone() {
    return from.equals(to);
  }

  /** The name in the copy. */
  String map(String internalName) {
    return internalName.startsWith(from)
        ? to + internalName.substring(from.length())
        : internalName;
  }

  /** As {@link #map}, for names with dots. */
  String mapBinary(String binaryName) {
    return map(internal(binaryName)).replace('/', '.');
  }

  static String internal(String binaryName) {
    return binaryName.replace('.', '/');
  }
}
