package io.cacheshrinker.demo.bench.pressure;

import io.cacheshrinker.demo.bench.Bench;
import io.cacheshrinker.demo.bench.Cell;
import io.cacheshrinker.demo.bench.Cell.Task;
import io.cacheshrinker.demo.bench.Check;
import io.cacheshrinker.demo.bench.Collector;
import io.cacheshrinker.demo.bench.Jvm;
import io.cacheshrinker.demo.bench.Jvm.Choice;
import io.cacheshrinker.demo.bench.Picture;
import io.cacheshrinker.demo.bench.Row;
import io.cacheshrinker.demo.bench.Settings;
import io.cacheshrinker.demo.bench.Spread;
import io.cacheshrinker.demo.bench.VictimFailed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * What the benchmarks of pressure have in common: each variant on each JVM with each seed; and
 * before that, for those that have a parameter, the search for the best one over the same seeds, in
 * a shorter course of the same load.
 */
public abstract class PressureBench implements Bench {
  /** Of rows: led to a parameter, and is no result. */
  private static final String SEARCH = "search";

  private static final String SEARCHED = "searched";

  /** What a parameter costs that will not do at all. */
  protected static final double OUT_OF_THE_QUESTION = Search.OUT_OF_THE_QUESTION;

  /** What all have in common, unless they say otherwise. */
  private static final Map<String, Long> COMMON =
      Map.of(
          Scene.HEAP, 384L,
          Load.RATE, 8000L,
          Load.THREADS, 16L,
          Service.KEYS, 110L,
          Service.SKEW, 80L,
          Service.DRIFT, 1L,
          Service.GARBAGE, 4096L,
          Rig.PRIME, 12L,
          Rig.BASE, 5L);

  private final String name;
  private final String purpose;
  private final Class<?> victim;
  private final Map<String, Long> parameters = new HashMap<>(COMMON);
  private final Map<String, Long> shorter;

  /**
   * @param victim its main class
   * @param own parameters that are not as in the others
   * @param shorter parameters that are different in the search
   */
  protected PressureBench(
      String name,
      String purpose,
      Class<?> victim,
      Map<String, Long> own,
      Map<String, Long> shorter) {
    this.name = name;
    this.purpose = purpose;
    this.victim = victim;
    this.shorter = shorter;
    parameters.putAll(own);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String purpose() {
    return purpose;
  }

  @Override
  public final Map<String, Long> parameters() {
    return parameters;
  }

  /** The JVMs unless the user names others. */
  protected List<Choice> choices() {
    return List.of(Choice.of(Collector.G1, 17));
  }

  /** By what parameters are compared; smaller is better. */
  protected abstract double cost(Row row);

  /** What every row of a variant that survived gets in addition. */
  protected void complete(Row row, List<Row> results) {}

  /** How many seeds unless the user says otherwise. */
  protected int runs() {
    return 1;
  }

  /** Who is compared with whom. */
  protected List<Variant> variants() {
    return List.of(
        Variant.NONE,
        Variant.SOFT_VALUES,
        Variant.STATIC,
        Variant.USAGE_RESIZER,
        Variant.EQUAL_PERCENT,
        Variant.OURS);
  }

  /** Parameters to be tried for a variant; empty: it has none. */
  protected List<Double> candidates(Variant variant) {
    return variant.candidates();
  }

  @Override
  public final List<Cell> cells(Settings settings) {
    List<Cell> cells = new ArrayList<>();
    List<Variant> variants =
        settings.variantsOf(variants().stream().map(Variant::label).toList()).stream()
            .map(Variant::labelled)
            .toList();
    long[] seeds =
        LongStream.range(0, settings.runsOr(runs())).map(i -> settings.seed() + i).toArray();
    for (Jvm jvm : settings.jvms(choices().toArray(Choice[]::new))) {
      for (Variant variant : variants) {
        for (long seed : seeds) {
          Setup setup = new Setup(variant, 0, seed, numbers(settings));
          addSearch(cells, new Scene(jvm, victim, setup.with(shorter), settings));
        }
      }
      for (Variant variant : variants) {
        for (long seed : seeds) {
          Setup setup = new Setup(variant, 0, seed, numbers(settings));
          Scene scene = new Scene(jvm, victim, setup, settings);
          cells.add(new Cell(label(scene), before -> result(scene, before)));
        }
      }
    }
    return cells;
  }

  private Map<String, Long> numbers(Settings settings) {
    Map<String, Long> numbers = new HashMap<>();
    parameters().keySet().forEach(name -> numbers.put(name, settings.parameter(this, name)));
    return numbers;
  }

  private void addSearch(List<Cell> cells, Scene scene) {
    for (double candidate : candidates(scene.setup().variant())) {
      Scene tried = scene.with(candidate);
      cells.add(
          new Cell(
              "%s, searched at %.2f".formatted(label(scene), candidate),
              before -> new Task(tried.key(), () -> List.of(tried.row().with(SEARCH, true)))));
    }
  }

  private static String label(Scene scene) {
    return "%s %s, seed %d"
        .formatted(scene.jvm(), scene.setup().variant().label(), scene.setup().seed());
  }

  /** With the best parameter; if that will not do in the longer course, the next best. */
  private Task result(Scene scene, List<Row> before) {
    String label = Row.of(scene.setup().variant().label(), scene.jvm()).label();
    Search search =
        new Search(
            before.stream().filter(row -> isSearch(row) && row.label().equals(label)).toList(),
            this::cost);
    List<Double> ranking = search.tried().isEmpty() ? List.of(0.0) : search.ranking();
    return new Task(
        scene.key() + " " + ranking,
        () -> List.of(firstAcceptable(scene, search, ranking).with(SEARCHED, search.inWords())));
  }

  private static Row firstAcceptable(Scene scene, Search search, List<Double> ranking)
      throws VictimFailed, InterruptedException {
    Row row = new Row();
    for (double parameter : ranking) {
      row = scene.with(parameter).row();
      if (search.isAcceptable(row)) {
        return row;
      }
    }
    return row;
  }

  @Override
  public final List<Row> shown(List<Row> rows) {
    List<Row> results = rows.stream().filter(row -> !isSearch(row)).map(Row::copy).toList();
    results.forEach(row -> complete(row, results));
    return results;
  }

  @Override
  public final List<Check> judge(List<Row> rows) {
    List<Row> results = shown(rows);
    List<Check> checks = new ArrayList<>();
    List<Row> ours = of(Variant.OURS, results);
    ours.stream()
        .map(PressureBench::jvm)
        .distinct()
        .forEach(jvm -> judge(jvm, where(ours, row -> jvm(row).equals(jvm)), checks));
    judgeAll(results, checks);
    return checks;
  }

  /** Adds what is claimed of the agent's rows on one JVM; all rows are complete. */
  protected abstract void judge(String jvm, List<Row> ours, List<Check> checks);

  /** Adds what is claimed of all rows together. */
  protected void judgeAll(List<Row> results, List<Check> checks) {}

  private static boolean isSearch(Row row) {
    return row.has(SEARCH);
  }

  /** The rows of this variant, in their order. */
  protected static List<Row> of(Variant variant, List<Row> rows) {
    return where(rows, row -> is(variant, row));
  }

  protected static boolean is(Variant variant, Row row) {
    return row.text("variant").equals(variant.label());
  }

  protected static List<Row> where(List<Row> rows, Predicate<Row> wanted) {
    return rows.stream().filter(wanted).toList();
  }

  /** The row of this variant on the same JVM with the same seed; empty if there is none. */
  protected static List<Row> beside(Row row, Variant variant, List<Row> rows) {
    return where(
        of(variant, rows),
        other -> jvm(other).equals(jvm(row)) && other.number("seed") == row.number("seed"));
  }

  /** E.g. {@code G1 17}. */
  protected static String jvm(Row row) {
    return row.text("gc") + " " + row.text("jdk");
  }

  protected static boolean survived(Row row) {
    return row.text(Scene.SURVIVED).equals("true");
  }

  /** Holds if it does for every row. */
  protected static Check all(String claim, List<Row> rows, Predicate<Row> holds) {
    long holding = rows.stream().filter(holds).count();
    return new Check(claim, holding + " of " + rows.size(), holding == rows.size());
  }

  /** Holds if the median over the seeds does; the worst is shown beside it. */
  protected static Check atMost(String claim, List<Row> rows, String key, double limit) {
    String whole = "%s ≤ %s".formatted(claim, rounded(limit));
    return judged(whole, rows, key, all -> all.median() <= limit, Spread::max);
  }

  /** Holds if the median over the seeds does; the worst is shown beside it. */
  protected static Check atLeast(String claim, List<Row> rows, String key, double limit) {
    String whole = "%s ≥ %s".formatted(claim, rounded(limit));
    return judged(whole, rows, key, all -> all.median() >= limit, Spread::min);
  }

  private static Check judged(
      String claim,
      List<Row> rows,
      String key,
      Predicate<Spread> holds,
      ToDoubleFunction<Spread> worst) {
    if (!rows.stream().allMatch(row -> row.has(key))) {
      return new Check(claim, "not measured in all runs", false);
    }
    Spread all = Spread.of(rows.stream().mapToDouble(row -> row.number(key)).toArray());
    return new Check(claim, inWords(all, worst.applyAsDouble(all)), holds.test(all));
  }

  private static String inWords(Spread spread, double worst) {
    String median = rounded(spread.median());
    return spread.runs() == 1 ? median : median + ", worst " + rounded(worst);
  }

  /** A bar for each variant on each JVM: the median of {@code key} over the seeds. */
  protected static Optional<Picture> bars(
      String title, String yTitle, List<Row> shown, String key) {
    List<Row> rows = where(shown, row -> row.has(key));
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<String> jvms = rows.stream().map(PressureBench::jvm).distinct().toList();
    List<Picture.Bar> bars =
        rows.stream()
            .map(row -> row.text("variant"))
            .distinct()
            .map(
                variant ->
                    new Picture.Bar(
                        variant,
                        jvms.stream().map(jvm -> median(rows, variant, jvm, key)).toList()))
            .toList();
    return Optional.of(new Picture.Bars(title, yTitle, jvms, bars));
  }

  private static double median(List<Row> rows, String variant, String jvm, String key) {
    double[] values =
        rows.stream()
            .filter(row -> row.text("variant").equals(variant) && jvm(row).equals(jvm))
            .mapToDouble(row -> row.number(key))
            .toArray();
    return values.length == 0 ? 0 : Spread.of(values).median();
  }

  private static String rounded(double number) {
    return String.format(Locale.ROOT, "%.3f", number);
  }
}
