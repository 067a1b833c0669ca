package io.cacheshrinker.agent.registry;

import java.util.Collection;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * Runs the stress tests of this package, with jcstress's own arguments, and says in one line of
 * {@code key=value} how it went. Exits with 0 only if every test ran and no outcome was forbidden:
 * a test that the machine has too few processors for is not a test that passed.
 */
final class StressRun {
  private StressRun() {}

  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    if (!options.parse()) {
      System.exit(2);
    }
    JCStress harness = new JCStress(options);
    Set<String> wanted = new TreeSet<>(harness.getTests());
    boolean forbidden = false;
    try {
      harness.run();
    } catch (AssertionError failures) {
      System.out.println(failures.getMessage());
      forbidden = true;
    }
    Collection<TestResult> results = resultsOf(options);
    Set<String> missing = new TreeSet<>(wanted);
    results.forEach(result -> missing.remove(result.getName()));
    TreeMap<String, Long> samples = new TreeMap<>();
    results.forEach(r -> samples.merge(r.getName(), r.getTotalCount(), Long::sum));
    samples.forEach((test, count) -> System.out.printf("%,16d  %s%n", count, test));
    System.out.printf(
        "jcstress: tests=%d notRun=%s samples=%d forbidden=%s%n",
        wanted.size(),
        missing,
        samples.values().stream().mapToLong(Long::longValue).sum(),
        forbidden);
    System.exit(wanted.isEmpty() || !missing.isEmpty() || forbidden ? 1 : 0);
  }

  private static Collection<TestResult> resultsOf(Options options) throws Exception {
    InProcessCollector collector = new InProcessCollector();
    DiskReadCollector reader = new DiskReadCollector(options.getResultFile(), collector);
    reader.dump();
    reader.close();
    return collector.getTestResults();
  }
}
