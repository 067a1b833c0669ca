package io.cacheshrinker.agent.instrument;

import java.lang.ref.WeakReference;

/**
 * Stands in the registry for the map in a declared field: for whichever the field holds. Knows the
 * instance weakly, and the field by name, so that it keeps nothing of the application alive.
 */
final class MapOf extends WeakReference<Object> {
  final Declared declared;

  MapOf(Object instance, Declared declared) {
    super(instance);
    this.declared = declared;
  }
}
