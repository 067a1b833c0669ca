package io.cacheshrinker.agent.instrument;

import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import io.cacheshrinker.integration.OwnerCalls;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ObjIntConsumer;

/**
 * The way from a handle of the application back to the registry; the calls are those of {@link
 * OwnerCalls}. Called by any thread of the application, also from inside a callback. Keeps neither
 * the cache nor a class of the application alive. What is to be said of it later, by the agent's
 * own thread, goes into a queue.
 */
final class OwnerLink implements ObjIntConsumer<String> {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long SHUTDOWN_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long FOR_EVER_NANOS = Long.MAX_VALUE / 2;

  private final Registry registry;
  private final RegisteredShrinker shrinker;
  private final Queue<Ended> ended;
  private final AtomicBoolean told = new AtomicBoolean();

  /** How a registration ended that its owner can end. */
  enum How {
    CLOSED,
    /** While the JVM shuts down, with a callback that still runs. */
    ABANDONED,
    /** The shrinker was collected and its owner was not. */
    LOST
  }

  /** A registration that its owner has ended. */
  record Ended(RegisteredShrinker shrinker, How how) {}

  OwnerLink(Registry registry, RegisteredShrinker shrinker, Queue<Ended> ended) {
    this.registry = registry;
    this.shrinker = shrinker;
    this.ended = ended;
  }

  @Override
  public void accept(String group, int call) {
    switch (call) {
      case OwnerCalls.CLOSE -> close();
      case OwnerCalls.EXCLUDE -> registry.excludeWithin(shrinker, 0);
      case OwnerCalls.DRAIN -> registry.awaitNoCallback(shrinker, FOR_EVER_NANOS);
      case OwnerCalls.RESUME -> registry.resume(shrinker);
      case OwnerCalls.MARK -> mark(group);
      case OwnerCalls.LEAVE -> shrinker.leave(group);
      case OwnerCalls.LOST -> end(How.LOST);
      default -> {
        // Of a newer version than ours: it can do without.
      }
    }
  }

  private void mark(String group) {
    if (group.equals(Scope.ALL_GROUPS)) {
      shrinker.mark();
    } else {
      shrinker.mark(group);
    }
  }

  /** Waits for callbacks as long as they take, but does not keep a JVM from shutting down. */
  private void close() {
    How how = How.CLOSED;
    long startNanos = System.nanoTime();
    while (!registry.closeWithin(shrinker, LOOK_NANOS) && !registry.isInside(shrinker)) {
      if (System.nanoTime() - startNanos > SHUTDOWN_NANOS && isShuttingDown()) {
        how = How.ABANDONED;
        break;
      }
    }
    tell(how);
  }

  private void end(How how) {
    registry.closeWithin(shrinker, 0);
    tell(how);
  }

  /** Once, however often the owner closes it. */
  private void tell(How how) {
    if (told.compareAndSet(false, true)) {
      ended.add(new Ended(shrinker, how));
    }
  }

  /**
   * Whether hooks run: then none can be taken back, not even one that was never added. Privileged,
   * as the owner that closes may not be allowed to touch hooks.
   */
  @SuppressWarnings("removal") // The only way on JDK 17; on 25 it runs the action and no more.
  private static boolean isShuttingDown() {
    try {
      AccessController.doPrivileged(
          (PrivilegedAction<Boolean>) () -> Runtime.getRuntime().removeShutdownHook(new Thread()));
      return false;
    } catch (IllegalStateException shutdown) {
      return true;
    } catch (SecurityException unknown) {
      // Not even we may ask: then the owner has what it was promised, at the worst for ever.
      return false;
    }
  }
}
