package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.Shrinker;
import java.lang.instrument.Instrumentation;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From an instance of a class that says {@code @Shrinkable} to the caches that it brings: itself,
 * and a map for each field. Links what a class declares when its first instance comes, and says
 * once what is wrong with it.
 *
 * <p>What is linked is kept by the application's own classes, in a {@link ClassValue}, and by
 * nothing else. What stands for the map of a field is kept here, for as long as its owner lives,
 * and knows its owner weakly. {@link #known} is called by any thread that enters a cache; all else
 * by the agent's own.
 */
final class DeclaredCaches {
  private final Declarations declarations;
  private final DeclarationLinker linker;
  private final Inventory inventory;

  /** Instances that were seen, with what stands for their maps. */
  private final Map<Identity, List<MapOf>> owners = new HashMap<>();

  private final ReferenceQueue<Object> ownersGone = new ReferenceQueue<>();

  private final ClassValue<Links> byClass =
      new ClassValue<>() {
        @Override
        protected Links computeValue(Class<?> leaf) {
          return link(leaf);
        }
      };

  /** One declaration of a class or of one above it, and how it is followed. */
  record Link(Declared declared, Known known) {}

  /**
   * All of a class, as of a version of the declarations; none if all that it declares is refused.
   */
  private record Links(int version, boolean declares, List<Link> links) {}

  /** A cache that an instance brings; the owner is null if the cache is the instance. */
  record Cache(Object cache, @Nullable Object owner, Link link) {}

  DeclaredCaches(Declarations declarations, Instrumentation instrumentation, Inventory inventory) {
    this.declarations = declarations;
    this.linker = new DeclarationLinker(instrumentation);
    this.inventory = inventory;
  }

  boolean declares(Object instance) {
    return declarations.mayDeclare(instance.getClass()) && linksOf(instance.getClass()).declares();
  }

  /** What an instance brings; nothing if it was announced before. */
  List<Cache> broughtBy(Object instance) {
    expunge();
    Identity owner = new Identity(instance, ownersGone);
    if (owners.containsKey(owner)) {
      return List.of();
    }
    List<Cache> brought = new ArrayList<>();
    List<MapOf> maps = new ArrayList<>(0);
    for (Link link : linksOf(instance.getClass()).links()) {
      if (link.declared().field() == null) {
        brought.add(new Cache(instance, null, link));
      } else {
        MapOf map = new MapOf(instance, link.declared());
        maps.add(map);
        brought.add(new Cache(map, instance, link));
      }
    }
    owners.put(owner, maps);
    return brought;
  }

  private void expunge() {
    for (Reference<?> gone = ownersGone.poll(); gone != null; gone = ownersGone.poll()) {
      owners.remove(gone);
    }
  }

  /** How a cache that was brought is reached; allocates nothing. */
  Known known(Object cache) {
    MapOf map = cache instanceof MapOf of ? of : null;
    Object instance = map == null ? cache : map.get();
    if (instance != null) {
      List<Link> links = byClass.get(instance.getClass()).links();
      for (int i = 0; i < links.size(); i++) {
        Declared declared = links.get(i).declared();
        if (map == null ? declared.field() == null : declared.equals(map.declared)) {
          return links.get(i).known();
        }
      }
    }
    return NOTHING;
  }

  private Links linksOf(Class<?> leaf) {
    Links known = byClass.get(leaf);
    if (known.version() != declarations.version()) {
      byClass.remove(leaf);
      known = byClass.get(leaf);
    }
    return known;
  }

  /** Of classes that say how they are counted the one nearest to the leaf counts. */
  private Links link(Class<?> leaf) {
    int version = declarations.version();
    List<Link> links = new ArrayList<>();
    boolean declares = false;
    boolean itself = false;
    for (Class<?> type = leaf; type != null; type = type.getSuperclass()) {
      for (Declared declared : declarations.of(type)) {
        declares = true;
        if (declared.field() == null && itself) {
          continue;
        }
        itself |= declared.field() == null;
        try {
          links.add(new Link(declared, linker.link(type, declared)));
        } catch (Unlinkable wrong) {
          refuse(declared, "", String.valueOf(wrong.getMessage()));
        }
      }
    }
    return new Links(version, declares, List.copyOf(links));
  }

  /** Once for each declaration and reason. */
  void refuse(Declared declared, String createdAt, String reason) {
    inventory.notDeclared(new Unregistered(declared.where(), Declared.LIBRARY, createdAt, reason));
  }

  /** Of a cache whose owner has just gone. */
  private static final Known NOTHING =
      new Known() {
        @Override
        public String library() {
          return Declared.LIBRARY;
        }

        @Override
        public String contract(Object cache) {
          return "X";
        }

        @Override
        public long count(Object cache) {
          return 0;
        }

        @Override
        public long scan(Object cache, long asked, long[] scanned) {
          return Shrinker.STOP;
        }

        @Override
        public void prime(Object cache) {}

        @Override
        public int sample(Object cache, Object[] triples) {
          return 0;
        }

        @Override
        public boolean statistics(Object cache, long[] counters) {
          return false;
        }
      };
}
