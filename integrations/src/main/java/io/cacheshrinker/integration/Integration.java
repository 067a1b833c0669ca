package io.cacheshrinker.integration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One library: where its caches are born and which adapter counts and scans them. Names are those
 * of the original library; a relocated copy differs in the front of its package names only.
 *
 * @param library name shown to users, first part of the names of its caches, e.g. {@code caffeine}
 * @param birth where instances announce themselves
 * @param housekeeping where instances show that were there before the agent; null if they are
 *     listed
 * @param listing where instances are listed that their owners register; null if nobody lists them
 * @param base binary name of the class that every cache instance extends and that the adapter is
 *     defined beside, e.g. {@code com.github.benmanes.caffeine.cache.BoundedLocalCache}
 * @param adapter binary name of the adapter, in the package of {@code base}
 * @param members what must exist, checked before anything is woven or defined
 * @param frames prefixes of the names of classes that belong to the library or to frameworks around
 *     it: skipped when looking for the creation site
 */
public record Integration(
    String library,
    Birth birth,
    @Nullable Housekeeping housekeeping,
    @Nullable Listing listing,
    String base,
    String adapter,
    List<Member> members,
    List<String> frames) {

  /** A library whose caches are nowhere listed. */
  public Integration(
      String library,
      Birth birth,
      Housekeeping housekeeping,
      String base,
      String adapter,
      List<Member> members,
      List<String> frames) {
    this(library, birth, housekeeping, null, base, adapter, members, frames);
  }

  /**
   * The method whose normal return means "a cache was born".
   *
   * @param owner binary name of the class to weave
   * @param method its method, or {@code <init>}
   * @param newborn which value is the cache
   * @param poolNames strings that the constant pool of the class must hold: the cheap second filter
   */
  public record Birth(String owner, String method, Newborn newborn, List<String> poolNames) {

    /** The simple name of {@code owner}: relocation does not change it. */
    public String ownerSimpleName() {
      return owner.substring(owner.lastIndexOf('.') + 1);
    }
  }

  /**
   * A method that runs for every cache that is written to, but not for every write. After a late
   * attach it announces, for a while, the caches that were built before.
   *
   * @param owner binary name of its class
   * @param method its name
   * @param cacheField the field of {@code owner} that holds the cache; empty if {@code owner} is
   *     the cache
   */
  public record Housekeeping(String owner, String method, String cacheField) {}

  /**
   * A static method that answers an array of the instances there are. What is listed is registered
   * by its owner: its adapter has the second half of the contract.
   *
   * @param method its name; in the class of the birth
   */
  public record Listing(String method) {}

  /** Which value at the exit of the birth method is the new cache. */
  public enum Newborn {
    /** The value that the method returns. */
    RETURNED,
    /** {@code this}; the method is a constructor. */
    THIS
  }

  /**
   * A member without which a cache of this library is not registered.
   *
   * @param owner binary name of the declaring class
   * @param name field or method name
   * @param kind field or method
   */
  public record Member(String owner, String name, Kind kind) {
    /** Field or method. */
    public enum Kind {
      /** A field, declared in the owner or above. */
      FIELD,
      /** A method, declared in the owner or above. */
      METHOD
    }
  }

  /** The package of the original library that holds {@link #base} and {@link #adapter}. */
  public String packageName() {
    return base.substring(0, base.lastIndexOf('.'));
  }

  /** Where the bytes of the adapter lie, as a resource of this jar. */
  public String adapterResource() {
    String simpleName = adapter.substring(adapter.lastIndexOf('.') + 1);
    return "io/cacheshrinker/integration/adapters/" + simpleName + ".bin";
  }
}
