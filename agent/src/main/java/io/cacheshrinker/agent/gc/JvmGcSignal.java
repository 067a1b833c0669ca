package io.cacheshrinker.agent.gc;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/**
 * Collections of this JVM, from the notifications of its garbage collector beans.
 *
 * <p>All listeners of a JVM share one thread with ours, so that thread only copies numbers into a
 * slot of the {@link GcRing} and unparks the reader: it takes no lock, evicts nothing, logs
 * nothing. Looking the beans up starts no MBean server.
 */
public final class JvmGcSignal implements GcSignal {
  private final Collector collector;

  /** Looked up once, as every look-up makes streams of all beans there are. */
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

  private final GcRing ring = new GcRing();
  private final GcClock clock = new GcClock();
  private final Canaries canaries = new Canaries();
  private final PoolSums before;
  private final PoolSums after;
  private final @Nullable Tripwire wire;
  private final @Nullable MemoryPoolMXBean oldPool;
  private final List<Subscription> subscriptions = new ArrayList<>();

  /** The beans whose events are collections. */
  private final List<Reported> beans = new ArrayList<>();

  /** How long the application was stopped since the last cycle; notification thread only. */
  private long pausedMillis;

  /** Who is woken; another one after the first got stuck. */
  private volatile Thread reader;

  private JvmGcSignal(
      Collector collector,
      List<MemoryPoolMXBean> heapPools,
      Thread reader,
      @Nullable Tripwire wire) {
    this.collector = collector;
    this.reader = reader;
    this.wire = wire;
    String[] names = heapPools.stream().map(MemoryPoolMXBean::getName).toArray(String[]::new);
    before = new PoolSums("memoryUsageBeforeGc", names, collector.oldPool());
    after = new PoolSums("memoryUsageAfterGc", names, collector.oldPool());
    oldPool =
        heapPools.stream()
            .filter(pool -> pool.getName().equals(collector.oldPool()))
            .findAny()
            .orElse(null);
  }

  /** The collector of this JVM, or null if it is not one whose events are understood. */
  public static @Nullable Collector collector() {
    return Collector.of(
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(GarbageCollectorMXBean::getName)
            .toList(),
        heapPools().stream().map(MemoryPoolMXBean::getName).toList());
  }

  /**
   * Subscribes to the collections of this JVM.
   *
   * @param reader the thread that polls; unparked at each collection
   * @param wire the tripwire, whose ballast counts as live and is not; null if there is none
   * @return null if no bean of this JVM sends notifications
   */
  public static @Nullable JvmGcSignal open(
      Collector collector, Thread reader, @Nullable Tripwire wire) {
    JvmGcSignal signal = new JvmGcSignal(collector, heapPools(), reader, wire);
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (bean instanceof NotificationEmitter emitter) {
        signal.subscribe(emitter, bean);
      }
    }
    return signal.subscriptions.isEmpty() ? null : signal;
  }

  /** How often the whole heap was collected; any thread, takes no lock, allocates nothing. */
  public static LongSupplier wholeCollections(Collector collector) {
    HeapAfterGc.Kind kind = collector.concurrent() ? HeapAfterGc.Kind.CYCLE : HeapAfterGc.Kind.FULL;
    List<GarbageCollectorMXBean> whole =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(bean -> collector.kindOf(bean.getName()) == kind)
            .toList();
    return whole.isEmpty() ? () -> 0 : whole.get(0)::getCollectionCount;
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private void subscribe(NotificationEmitter emitter, GarbageCollectorMXBean bean) {
    HeapAfterGc.Kind kind = collector.kindOf(bean.getName());
    if (kind != null) {
      Reported reported = new Reported(bean);
      beans.add(reported);
      subscribe(emitter, (notification, handback) -> received(notification, kind, reported));
    } else if (collector.isPauses(bean.getName())) {
      subscribe(emitter, (notification, handback) -> paused(notification));
    }
  }

  private void subscribe(NotificationEmitter emitter, NotificationListener listener) {
    emitter.addNotificationListener(listener, null, null);
    subscriptions.add(new Subscription(emitter, listener));
  }

  private void received(Notification notification, HeapAfterGc.Kind kind, Reported bean) {
    long arrivalNanos = System.nanoTime();
    if (wire != null) {
      wire.touch();
    }
    CompositeData gc = gcInfo(notification);
    if (gc != null) {
      bean.id = (Long) gc.get("id");
      copy(gc, kind, arrivalNanos);
      LockSupport.unpark(reader);
    }
  }

  private void paused(Notification notification) {
    CompositeData gc = gcInfo(notification);
    if (gc != null) {
      pausedMillis += (Long) gc.get("duration");
    }
  }

  private static @Nullable CompositeData gcInfo(Notification notification) {
    return notification.getUserData() instanceof CompositeData data
            && GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(
                notification.getType())
            && data.get("gcInfo") instanceof CompositeData gc
        ? gc
        : null;
  }

  private void copy(CompositeData gc, HeapAfterGc.Kind kind, long arrivalNanos) {
    if (!before.read(gc) || !after.read(gc)) {
      return;
    }
    long startMillis = (Long) gc.get("startTime");
    long endMillis = (Long) gc.get("endTime");
    clock.arrived(endMillis, arrivalNanos);
    long usedBytes = Math.min(after.usedBytes(), usedNowBytes());
    long ballast = wire == null ? 0 : wire.ballastBytes();
    if (wire != null) {
      wire.used(usedBytes);
    }
    HeapAfterGc slot =
        ring.slot(kind)
            .collection(kind, clock.nanos(startMillis), clock.nanos(endMillis))
            .paused(takePausedNanos(kind))
            .heap(before.usedBytes() - ballast, usedBytes - ballast, capacityBytes())
            .old(before.oldUsedBytes(), after.oldUsedBytes())
            .newest(isNewest());
    canaries.look(slot, arrivalNanos);
    ring.publish(slot);
  }

  /** Whether no collection, of whatever kind, has ended since the one that is reported last. */
  private boolean isNewest() {
    for (int i = 0; i < beans.size(); i++) {
      if (beans.get(i).isBehind()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Less than after the collection if a later one has freed bytes before the notification came. By
   * the bean, as {@code Runtime} would wait for threads whose allocations fail ({@link Gauge}).
   */
  private long usedNowBytes() {
    return memory.getHeapMemoryUsage().getUsed();
  }

  private long takePausedNanos(HeapAfterGc.Kind kind) {
    if (kind != HeapAfterGc.Kind.CYCLE) {
      return 0;
    }
    long paused = pausedMillis;
    pausedMillis = 0;
    return TimeUnit.MILLISECONDS.toNanos(paused);
  }

  private long capacityBytes() {
    if (collector.capacityIsOldPool()) {
      return Math.max(0, after.oldMaxBytes());
    }
    long max = Runtime.getRuntime().maxMemory();
    return max == Long.MAX_VALUE ? 0 : max;
  }

  @Override
  public boolean poll(HeapAfterGc into) {
    return ring.poll(into);
  }

  /** Another thread polls from now on; the one before has stopped for good. */
  public void readBy(Thread another) {
    reader = another;
  }

  /** Asks for proof that an old marking began after now: {@link HeapAfterGc#gateCleared()}. */
  public void dropGate() {
    canaries.dropGate();
  }

  /** Capacity before the first collection, in bytes; zero if the JVM does not say. */
  public long initialCapacityBytes() {
    if (collector.capacityIsOldPool() && oldPool != null) {
      return Math.max(0, oldPool.getUsage().getMax());
    }
    return capacityBytes();
  }

  @Override
  public void close() {
    for (Subscription subscription : subscriptions) {
      subscription.end();
    }
    subscriptions.clear();
  }

  /** How far the notifications of a bean have come; notification thread only. */
  private static final class Reported {
    private final GarbageCollectorMXBean bean;
    private long id;

    Reported(GarbageCollectorMXBean bean) {
      this.bean = bean;
      id = bean.getCollectionCount();
    }

    boolean isBehind() {
      return id < bean.getCollectionCount();
    }
  }

  private record Subscription(NotificationEmitter emitter, NotificationListener listener) {
    void end() {
      try {
        emitter.removeNotificationListener(listener);
      } catch (ListenerNotFoundException gone) {
        // Somebody removed all listeners of the bean: that is what was wanted.
      }
    }
  }
}
