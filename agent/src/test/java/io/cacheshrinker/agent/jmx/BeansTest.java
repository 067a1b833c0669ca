package io.cacheshrinker.agent.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.registry.Newborn;
import io.cacheshrinker.agent.registry.RegisteredShrinker;
import io.cacheshrinker.agent.registry.Registry;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BeansTest {
  private static final String PAGES = "fake/com.acme.Shop.pages#2";

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Registry registry = new Registry();
  private final FakeControl control = new FakeControl(registry);
  private final FakeCache cache = new FakeCache(1000);
  private volatile List<String> unregistered = List.of();
  private RegisteredShrinker pages;
  private Beans beans;

  @BeforeEach
  void start() {
    pages = live(cache.named(PAGES, Scope.ALL_GROUPS, true));
    beans = Beans.start(registry, control, () -> unregistered);
  }

  @AfterEach
  void stop() throws Exception {
    beans.stop();
    assertThat(names()).isEmpty();
    assertThat(registry.shrinkers()).allSatisfy(s -> assertThat(s.pins()).isZero());
  }

  private RegisteredShrinker live(Newborn born) {
    RegisteredShrinker shrinker = Objects.requireNonNull(registry.alloc(born));
    registry.register(shrinker);
    return shrinker;
  }

  private Set<ObjectName> names() throws Exception {
    return server.queryNames(new ObjectName("io.cacheshrinker:*"), null);
  }

  private static ObjectName bean(String name) throws Exception {
    return new ObjectName("io.cacheshrinker:type=Shrinker,name=\"" + name + '"');
  }

  private static ObjectName agent() throws Exception {
    return new ObjectName("io.cacheshrinker:type=Agent");
  }

  private Object read(String attribute) throws Exception {
    return server.getAttribute(bean(PAGES), attribute);
  }

  @Test
  void agentBean_attributesAndOperations_areThoseOfTheContract() throws Exception {
    assertThat(attributes(agent()))
        .containsExactlyInAnyOrder(
            ("Mode Priority LiveBytes MaxBytes HighWatermark LowWatermark EvictableBytes"
                    + " NonEvictableBytes CreditBytes Verdict VerdictReason Passes Scanned Freed"
                    + " ReturnedBytes WouldBePasses WouldBeFreed WouldBeFreedBytes"
                    + " PredictedLiveBytes Shrinkers Unregistered")
                .split(" ", -1));
    assertThat(operations(agent()))
        .containsExactlyInAnyOrder("shrink", "shrinkGroup", "dropAll", "changeMode");
    assertThat(server.getAttribute(agent(), "NonEvictableBytes")).isEqualTo(4L);
    assertThat(server.getAttribute(agent(), "Shrinkers")).isEqualTo(1);
  }

  @Test
  void shrinkerBean_attributesAndOperations_areThoseOfTheContract() throws Exception {
    assertThat(attributes(bean(PAGES)))
        .containsExactlyInAnyOrder(
            ("Name Group Library CreatedAt EvictionClass Eligible Reason Count Bytes BytesPerEntry"
                    + " Deferred Seeks Batch Floor Enabled Scanned Freed ReturnedBytes Refaults"
                    + " WouldBeFreed LastPassNanos")
                .split(" ", -1));
    assertThat(operations(bean(PAGES))).containsExactly("scan");
  }

  private String[] attributes(ObjectName name) throws Exception {
    return Arrays.stream(server.getMBeanInfo(name).getAttributes())
        .map(MBeanAttributeInfo::getName)
        .toArray(String[]::new);
  }

  private String[] operations(ObjectName name) throws Exception {
    return Arrays.stream(server.getMBeanInfo(name).getOperations())
        .map(MBeanOperationInfo::getName)
        .toArray(String[]::new);
  }

  @Test
  void scan_entries_answersWhatFreedRisesBy() throws Exception {
    assertThat(scan(10)).isEqualTo(10L);
    assertThat(read("Freed")).isEqualTo(10L);
    assertThat(read("Count")).isEqualTo(990L);
    assertThat(scan(0)).isEqualTo(0L);
  }

  private Object scan(long entries) throws Exception {
    return server.invoke(
        bean(PAGES), "scan", new Object[] {entries}, new String[] {long.class.getName()});
  }

  @Test
  void operations_wrongArguments_sayWhatIsAllowed() throws Exception {
    String[] oneInt = {int.class.getName()};
    assertIllegal(() -> scan(-1), "0 or more");
    assertIllegal(
        () -> server.invoke(agent(), "shrink", new Object[] {13}, oneInt), "allowed is 0 to 12");
    assertIllegal(
        () ->
            server.invoke(
                agent(),
                "changeMode",
                new Object[] {"sideways"},
                new String[] {String.class.getName()}),
        "shrink, observe or off");
    assertIllegal(() -> write("Seeks", -1), "0 or more");
    assertIllegal(() -> write("Floor", -1L), "0 or more");
  }

  private static void assertIllegal(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String allowed) {
    assertThatThrownBy(call)
        .isInstanceOf(RuntimeMBeanException.class)
        .cause()
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(allowed)
        .hasNoCause();
  }

  @Test
  void operation_foreignException_becomesOneThatClientsCanRead() {
    assertThatThrownBy(() -> server.invoke(agent(), "dropAll", new Object[0], new String[0]))
        .cause()
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a foreign failure")
        .hasNoCause();
  }

  private Object write(String attribute, Object value) throws Exception {
    server.setAttribute(bean(PAGES), new Attribute(attribute, value));
    return value;
  }

  @Test
  void attributes_written_areTheUsersWord() throws Exception {
    write("Seeks", 8);
    write("Floor", 7L);
    write("Enabled", false);
    assertThat(pages.seeks()).isEqualTo(8);
    assertThat(pages.seeksByUser()).isTrue();
    assertThat(pages.floor()).isEqualTo(7);
    assertThat(scan(10)).isEqualTo(0L);
    write("Enabled", true);
    assertThat(scan(10)).isEqualTo(10L);
  }

  @Test
  void refresh_bornAndClosed_beansFollow() throws Exception {
    FakeCache odd = new FakeCache(5);
    RegisteredShrinker second = live(odd.named("fake/odd", "shop", false));
    beans.refresh();
    assertThat(names()).containsExactlyInAnyOrder(agent(), bean(PAGES), bean("fake/odd"));
    assertThat(server.getAttribute(bean("fake/odd"), "Eligible")).isEqualTo(false);
    registry.close(second);
    beans.refresh();
    assertThat(names()).containsExactlyInAnyOrder(agent(), bean(PAGES));
  }

  @Test
  void refresh_namesakeAlive_waitsUntilItIsGone() throws Exception {
    FakeCache namesake = new FakeCache(5);
    live(namesake.named(PAGES, "", true));
    beans.refresh();
    assertThat(read("Count")).isEqualTo(1000L);
    registry.close(pages);
    beans.refresh();
    assertThat(read("Count")).isEqualTo(5L);
  }

  @Test
  void scan_closedButNotRefreshed_saysSo() throws Exception {
    registry.close(pages);
    assertThat(read("Count")).isEqualTo(0L);
    assertThatThrownBy(() -> scan(10))
        .cause()
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is gone");
  }

  @Test
  void refresh_cacheCollected_beanGoes() {
    live(new FakeCache(5).named("fake/short", "", true));
    beans.refresh();
    await()
        .untilAsserted(
            () -> {
              System.gc();
              registry.drainDead(dead -> {});
              beans.refresh();
              assertThatThrownBy(() -> server.getMBeanInfo(bean("fake/short")))
                  .isInstanceOf(InstanceNotFoundException.class);
            });
  }

  @Test
  void verdict_changes_listenersAreToldAndWaitForNobody() throws Exception {
    Queue<Notification> told = new ConcurrentLinkedQueue<>();
    CountDownLatch release = new CountDownLatch(1);
    javax.management.NotificationListener slow =
        (news, handback) -> {
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          told.add(news);
        };
    server.addNotificationListener(agent(), slow, null, null);
    control.verdict("leak", "live bytes grow outside caches");
    control.verdict("fine", "relieved");
    assertThat(told).isEmpty();
    release.countDown();
    await().until(() -> told.size() == 2);
    Notification first = told.remove();
    assertThat(first.getType()).isEqualTo(AgentMXBean.VERDICT_CHANGED);
    assertThat(first.getSource()).isEqualTo(agent());
    assertThat(first.getMessage()).isEqualTo("leak: live bytes grow outside caches");
    assertThat(first.getUserData()).isEqualTo("leak");
    server.removeNotificationListener(agent(), slow);
  }

  @Test
  void refresh_beanThatTheServerRefuses_throwsAndTheOthersAreThere() throws Exception {
    beans.stop();
    ObjectName refused = bean("fake/refused");
    MBeanServer picky =
        (MBeanServer)
            Proxy.newProxyInstance(
                BeansTest.class.getClassLoader(),
                new Class<?>[] {MBeanServer.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("registerMBean") && refused.equals(arguments[1])) {
                    throw new SecurityException("a server's own refusal");
                  }
                  return method.invoke(server, arguments);
                });
    beans = Beans.start(registry, control, () -> unregistered, picky);
    FakeCache first = new FakeCache(5);
    live(first.named("fake/refused", "", true));
    FakeCache second = new FakeCache(5);
    live(second.named("fake/second", "", true));

    assertThatThrownBy(beans::refresh).hasMessage("a server's own refusal");

    assertThat(names()).contains(bean("fake/second")).doesNotContain(refused);
    Reference.reachabilityFence(first);
    Reference.reachabilityFence(second);
  }

  @Test
  void unregistered_whatIsNotShrunk_isReadWithItsReason() throws Exception {
    assertThat((String[]) server.getAttribute(agent(), "Unregistered")).isEmpty();
    unregistered = List.of("fake/old: method Old.size is missing", "com.acme.Odd: two caches");
    assertThat((String[]) server.getAttribute(agent(), "Unregistered"))
        .containsExactly("fake/old: method Old.size is missing", "com.acme.Odd: two caches");
  }

  @Test
  void start_twice_refusedAndTheFirstStays() throws Exception {
    assertThatThrownBy(() -> Beans.start(registry, control, () -> unregistered))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("registered already");
    assertThat(names()).containsExactlyInAnyOrder(agent(), bean(PAGES));
  }

  @Test
  void stop_thenStart_sameBeansAgain() throws Exception {
    beans.stop();
    beans.stop();
    assertThat(names()).isEmpty();
    beans = Beans.start(registry, control, () -> unregistered);
    assertThat(names()).containsExactlyInAnyOrder(agent(), bean(PAGES));
  }
}
