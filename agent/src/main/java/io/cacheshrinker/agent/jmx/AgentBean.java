package io.cacheshrinker.agent.jmx;

import io.cacheshrinker.agent.shrink.Control;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;

/** Reads and operates {@link Control}; each getter sees the state of its own moment. */
final class AgentBean extends NotificationBroadcasterSupport implements AgentMXBean {
  private final Control control;
  private final Supplier<List<String>> unregistered;
  private final AtomicLong notifications = new AtomicLong();

  /**
   * Creates the bean.
   *
   * @param unregistered caches that are not registered, and why; any thread
   * @param listenersRunOn where listeners run: they are code of others, and may wait
   */
  AgentBean(Control control, Supplier<List<String>> unregistered, Executor listenersRunOn) {
    super(
        listenersRunOn,
        new MBeanNotificationInfo(
            new String[] {VERDICT_CHANGED}, Notification.class.getName(), "the verdict changed"));
    this.control = control;
    this.unregistered = unregistered;
  }

  void verdictChanged(String verdict, String reason) {
    Notification news =
        new Notification(
            VERDICT_CHANGED,
            this,
            notifications.incrementAndGet(),
            System.currentTimeMillis(),
            verdict + ": " + reason);
    news.setUserData(verdict);
    sendNotification(news);
  }

  @Override
  public String getMode() {
    return control.state().mode();
  }

  @Override
  public int getPriority() {
    return control.state().priority();
  }

  @Override
  public long getLiveBytes() {
    return control.state().liveBytes();
  }

  @Override
  public long getMaxBytes() {
    return control.state().maxBytes();
  }

  @Override
  public double getHighWatermark() {
    return control.state().highWatermark();
  }

  @Override
  public double getLowWatermark() {
    return control.state().lowWatermark();
  }

  @Override
  public long getEvictableBytes() {
    return control.state().evictableBytes();
  }

  @Override
  public long getNonEvictableBytes() {
    return control.state().nonEvictableBytes();
  }

  @Override
  public long getCreditBytes() {
    return control.state().creditBytes();
  }

  @Override
  public String getVerdict() {
    return control.state().verdict();
  }

  @Override
  public String getVerdictReason() {
    return control.state().verdictReason();
  }

  @Override
  public long getPasses() {
    return control.state().passes();
  }

  @Override
  public long getScanned() {
    return control.state().scanned();
  }

  @Override
  public long getFreed() {
    return control.state().freed();
  }

  @Override
  public long getReturnedBytes() {
    return control.state().returnedBytes();
  }

  @Override
  public long getWouldBePasses() {
    return control.state().wouldBePasses();
  }

  @Override
  public long getWouldBeFreed() {
    return control.state().wouldBeFreed();
  }

  @Override
  public long getWouldBeFreedBytes() {
    return control.state().wouldBeFreedBytes();
  }

  @Override
  public long getPredictedLiveBytes() {
    return control.state().predictedLiveBytes();
  }

  @Override
  public int getShrinkers() {
    return control.state().shrinkers();
  }

  @Override
  public String[] getUnregistered() {
    return unregistered.get().toArray(String[]::new);
  }

  @Override
  public long shrink(int priority) {
    return Plain.call(() -> control.shrink(priority));
  }

  @Override
  public long shrinkGroup(String group, int priority) {
    return Plain.call(() -> control.shrinkGroup(group, priority));
  }

  @Override
  public long dropAll() {
    return Plain.call(control::dropAll);
  }

  @Override
  public void changeMode(String mode) {
    Plain.run(() -> control.changeMode(mode));
  }
}
