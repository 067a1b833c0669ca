package io.cacheshrinker.agent.registry;

import io.cacheshrinker.Shrinker;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;

/**
 * Explores how few threads interleave in the registry, one scenario after the other, with Lincheck:
 * it runs one thread at a time and switches at every shared read and write in turn, so what is rare
 * on a machine is not rare here. A program of its own, as the tool rewrites classes of the JVM.
 *
 * <p>Arguments: interleavings to explore for each, then the scenarios; none are all. Says of each
 * {@code holds NAME} or {@code FAILS NAME}. The first of all is {@link Scenario#LOST_UPDATE}, which
 * has to fail: a tool that does not find it explores nothing on this JVM.
 */
final class Interleavings {
  private Interleavings() {}

  public static void main(String[] arguments) {
    int interleavings = Integer.parseInt(arguments[0]);
    List<String> wanted = List.of(arguments).subList(1, arguments.length);
    for (Scenario scenario : Scenario.values()) {
      if (wanted.isEmpty() || wanted.contains(scenario.name())) {
        explore(scenario, interleavings);
      }
    }
  }

  private static void explore(Scenario scenario, int interleavings) {
    long start = System.nanoTime();
    String verdict = "holds ";
    try {
      Lincheck.runConcurrentTest(interleavings, () -> scenario.body.accept(new Cast()));
    } catch (LincheckAssertionError found) {
      verdict = "FAILS ";
      if (scenario != Scenario.LOST_UPDATE) {
        System.out.println(found.getMessage());
      }
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    System.out.println(verdict + scenario + " (" + millis + " ms)");
  }

  /** Who does what, and what has to hold. */
  enum Scenario {
    /** The test of the tool. */
    LOST_UPDATE(Interleavings::lostUpdate),
    /** Born, registered and closed under a walk. */
    REGISTER_WALK(Interleavings::registerWalk),
    WALK_CLOSE(Interleavings::walkClose),
    REGISTER_WALK_CLOSE(Interleavings::registerWalkClose),
    /** The exhaustive model's: an owner and two walkers. */
    TWO_WALKS_CLOSE(Interleavings::twoWalksClose),
    TWO_CLOSES(Interleavings::twoCloses),
    CLOSE_IN_CALLBACK(Interleavings::closeInCallback),
    EXCLUDE_WALK(Interleavings::excludeWalk),
    /** The first object comes while a walk is told EMPTY. */
    INSERT_PASS(Interleavings::insertPass),
    INSERT_TWO_PASSES(Interleavings::insertTwoPasses),
    ID_REUSE(Interleavings::idReuse),
    REMOVE_GROUP(Interleavings::removeGroup),
    TWO_PASSES(Interleavings::twoPasses);

    private final Consumer<Cast> body;

    Scenario(Consumer<Cast> body) {
      this.body = body;
    }
  }

  private static void lostUpdate(Cast cast) {
    cast.thread(() -> cast.cache.progress = cast.cache.progress + 1);
    cast.thread(() -> cast.cache.progress = cast.cache.progress + 1);
    cast.play();
    cast.hold(cast.cache.progress == 2, "an update was lost");
  }

  private static void registerWalk(Cast cast) {
    cast.thread(
        () -> {
          RegisteredShrinker young = Caches.allocated(cast.registry, cast.cache, "group");
          cast.cache.ready = true;
          cast.registry.register(young);
        });
    cast.thread(() -> cast.walk("group"));
    cast.play();
  }

  private static void walkClose(Cast cast) {
    RegisteredShrinker shrinker = cast.live();
    cast.thread(() -> cast.walk(""));
    cast.thread(() -> cast.close(shrinker));
    cast.play();
    cast.hold(cast.registry.size() == 0, "the place was not given back");
  }

  private static void registerWalkClose(Cast cast) {
    RegisteredShrinker shrinker = Caches.allocated(cast.registry, cast.cache, "");
    cast.thread(() -> cast.walk(""));
    cast.thread(
        () -> {
          cast.cache.ready = true;
          cast.registry.register(shrinker);
          cast.close(shrinker);
        });
    cast.play();
    cast.hold(cast.registry.size() == 0, "the place was not given back");
  }

  private static void twoWalksClose(Cast cast) {
    RegisteredShrinker shrinker = cast.live();
    cast.thread(() -> cast.walk(""));
    cast.thread(() -> cast.walk(""));
    cast.thread(() -> cast.close(shrinker));
    cast.play();
    cast.hold(cast.registry.size() == 0, "the place was not given back");
  }

  private static void twoCloses(Cast cast) {
    RegisteredShrinker shrinker = cast.live();
    cast.thread(() -> cast.walk(""));
    cast.thread(() -> cast.close(shrinker));
    cast.thread(() -> cast.close(shrinker));
    cast.play();
    cast.hold(Caches.live(cast.registry, cast.next).id() == 0, "the id was not given back");
    cast.hold(cast.registry.size() == 1, "given back more than once");
  }

  private static void closeInCallback(Cast cast) {
    RegisteredShrinker shrinker = cast.live();
    cast.thread(
        () ->
            cast.registry.walk(
                "",
                (visited, of) -> {
                  cast.enter();
                  cast.registry.close(visited);
                  cast.leave();
                  return true;
                }));
    cast.thread(() -> cast.close(shrinker));
    cast.play();
    cast.hold(cast.registry.size() == 0, "the place was not given back");
  }

  private static void excludeWalk(Cast cast) {
    RegisteredShrinker shrinker = cast.live();
    cast.thread(() -> cast.walk(""));
    cast.thread(
        () -> {
          cast.registry.exclude(shrinker);
          cast.cache.closed = true;
          cast.hold(cast.cache.inside.get() == 0, "a callback in the pause");
          cast.cache.closed = false;
          cast.registry.resume(shrinker);
        });
    cast.play();
    cast.walk("");
    cast.hold(cast.cache.progress > 0, "shut out after the pause");
  }

  private static void insertPass(Cast cast) {
    RegisteredShrinker shrinker = cast.live();
    shrinker.mark();
    cast.thread(() -> cast.insert(shrinker));
    cast.thread(cast::pass);
    cast.play();
    cast.hold(cast.pass() > 0, "no walk comes to the object");
  }

  private static void insertTwoPasses(Cast cast) {
    RegisteredShrinker shrinker = cast.live();
    cast.thread(() -> cast.insert(shrinker));
    cast.thread(cast::pass);
    cast.thread(cast::pass);
    cast.play();
    cast.hold(cast.pass() > 0, "no walk comes to the object");
  }

  private static void idReuse(Cast cast) {
    RegisteredShrinker old = cast.live();
    cast.thread(
        () -> {
          if (old.pin() != null) {
            old.deferred().add(7);
            old.unpin();
          }
        });
    cast.thread(
        () -> {
          cast.registry.close(old);
          RegisteredShrinker young = Caches.live(cast.registry, cast.next);
          cast.hold(young.id() == old.id(), "another id");
          cast.hold(young.deferred().get() == 0, "born with a debt");
        });
    cast.play();
  }

  private static void removeGroup(Cast cast) {
    RegisteredShrinker shrinker = Caches.live(cast.registry, cast.cache, "shop");
    Group shop = Objects.requireNonNull(cast.registry.group("shop"));
    Deferred inShop = new Deferred();
    shop.point(shrinker, inShop);
    inShop.add(3);
    shrinker.deferred().add(2);
    cast.thread(
        () -> {
          if (shrinker.pin() != null) {
            inShop.add(5);
            shrinker.unpin();
          }
        });
    cast.thread(() -> cast.registry.removeGroup("shop"));
    cast.play();
    cast.hold(shrinker.deferred().get() == 10 && inShop.get() == 0, "work lost or left behind");
  }

  private static void twoPasses(Cast cast) {
    RegisteredShrinker shrinker = cast.live();
    shrinker.deferred().add(8);
    for (int i = 0; i < 2; i++) {
      cast.thread(
          () -> {
            if (shrinker.pin() != null) {
              shrinker.deferred().add(Math.max(0, shrinker.deferred().take() - 1) + 3);
              shrinker.unpin();
            }
          });
    }
    cast.play();
    long left = shrinker.deferred().get();
    cast.hold(left == 12 || left == 13, "8 and twice 3 less 1 or 2 are not " + left);
  }

  /** The threads of one run, what they share, and what they found wrong. */
  private static final class Cast {
    private final Registry registry = new Registry();
    private final Watched cache = new Watched();
    private final Object next = new Object();
    private final List<Thread> roles = new ArrayList<>();
    private volatile String wrong = "";

    /** A subclass with a run method of its own is what the tool follows on every JDK. */
    void thread(Runnable does) {
      roles.add(new Role(does, this));
    }

    /** The tool follows direct calls of {@link Thread}'s methods, no references to them. */
    void play() {
      for (Thread role : roles) {
        role.start();
      }
      for (Thread role : roles) {
        try {
          role.join();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      hold(wrong.isEmpty(), wrong);
    }

    /** What a thread finds wrong ends it; it is kept, and thrown at the end of the play. */
    void hold(boolean holds, String otherwise) {
      if (!holds) {
        throw new AssertionError(otherwise);
      }
    }

    RegisteredShrinker live() {
      cache.ready = true;
      return Caches.live(registry, cache);
    }

    void walk(String group) {
      registry.walk(
          group,
          (visited, of) -> {
            enter();
            leave();
            return true;
          });
    }

    void enter() {
      cache.inside.incrementAndGet();
      hold(cache.ready, "entered half-built");
      hold(!cache.closed, "entered after close, or in a pause");
    }

    void leave() {
      cache.progress = cache.progress + 1;
      cache.inside.decrementAndGet();
    }

    void close(RegisteredShrinker shrinker) {
      registry.close(shrinker);
      cache.closed = true;
      hold(cache.inside.get() == 0, "a callback after close");
    }

    void insert(RegisteredShrinker shrinker) {
      cache.progress = 1;
      shrinker.mark();
    }

    /** How many objects a pass finds. */
    int pass() {
      Group root = Objects.requireNonNull(registry.group(""));
      int[] found = new int[1];
      registry.walk(
          root,
          (visited, of) -> {
            found[0] += (int) root.run(visited, of, (s, c) -> objects());
            return true;
          });
      return found[0];
    }

    private long objects() {
      int objects = cache.progress;
      return objects == 0 ? Shrinker.EMPTY : objects;
    }
  }

  private static final class Role extends Thread {
    private final Runnable does;
    private final Cast cast;

    Role(Runnable does, Cast cast) {
      this.does = does;
      this.cast = cast;
    }

    @Override
    public void run() {
      try {
        does.run();
      } catch (AssertionError found) {
        cast.wrong = String.valueOf(found.getMessage());
      }
    }
  }

  /** A cache that notices who is inside when. */
  private static final class Watched {
    volatile boolean ready;
    volatile boolean closed;
    final AtomicInteger inside = new AtomicInteger();
    volatile int progress;
  }
}
