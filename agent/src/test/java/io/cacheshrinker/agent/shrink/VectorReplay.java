package io.cacheshrinker.agent.shrink;

import io.cacheshrinker.Scope;
import io.cacheshrinker.agent.registry.Deferred;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs {@link PassArithmetic} and {@link DropRounds} over all rows of all three vector files. */
public final class VectorReplay {
  private final VectorFile main;
  private final VectorFile nested;
  private final VectorFile drop;

  VectorReplay(Path directory) throws IOException {
    nested = new VectorFile(directory, file -> file.matches("vectors_nested.*\\.csv"));
    drop = new VectorFile(directory, file -> file.matches("vectors_drop.*\\.csv"));
    main = new VectorFile(directory, file -> file.matches("vectors_(?!nested|drop).*\\.csv"));
    for (Map<String, String> row : main.rows) {
      main.compare(row, onePass(row));
    }
    for (Map<String, String> row : nested.rows) {
      nested.compare(row, passInsidePass(row));
    }
    for (Map<String, String> row : drop.rows) {
      drop.compare(row, dropAll(row));
    }
  }

  /** How many rows of the main and of the nested file differ. */
  public static int[] mismatches(String directory) throws IOException {
    VectorReplay replay = new VectorReplay(Path.of(directory));
    return new int[] {replay.main.differences.size(), replay.nested.differences.size()};
  }

  List<String> differences() {
    List<String> all = new ArrayList<>(main.differences);
    all.addAll(nested.differences);
    all.addAll(drop.differences);
    return all;
  }

  String summary() {
    return "vectors: rows=%d nested=%d drop=%d mismatches=%d"
        .formatted(main.rows.size(), nested.rows.size(), drop.rows.size(), differences().size());
  }

  private static Map<String, String> onePass(Map<String, String> row) {
    SimulatedCache cache =
        new SimulatedCache(number(row, "count_answer"), number(row, "cache_objects"));
    cache.freeNum = number(row, "free_num");
    cache.freeDen = number(row, "free_den");
    cache.seenMode = row.get("seen_mode");
    cache.seenNum = number(row, "seen_num");
    cache.seenDen = number(row, "seen_den");
    cache.stopOnCall = number(row, "stop_on_call");
    cache.stopWhenDry = number(row, "stop_when_dry") == 1;
    cache.clobbersRequest = number(row, "clobber_nr_to_scan") == 1;
    Deferred deferred = debt(row);
    PassArithmetic pass = new PassArithmetic();
    Map<String, String> actual = run(pass, cache, deferred, row, number(row, "priority"));
    actual.put("touched_deferred", pass.lastTookDebt() ? "1" : "0");
    actual.put("first_asked", Long.toString(cache.firstAsked));
    actual.put("last_asked", Long.toString(cache.lastAsked));
    actual.put("asked_sum_u", Long.toUnsignedString(cache.askedSum));
    actual.put("asked_fnv64_hex", "%016x".formatted(cache.askedHash));
    actual.put("scanned", Long.toString(pass.lastScanned()));
    actual.put("freed_sum", Long.toString(pass.lastFreed()));
    actual.put("total_scan_end", Long.toString(pass.lastTotalScanEnd()));
    actual.put("deferred_after", Long.toString(deferred.get()));
    actual.put("objects_left", Long.toString(cache.objectsLeft));
    return actual;
  }

  /** Pass B runs inside a callback of pass A, on the same arithmetic and the same debt. */
  private static Map<String, String> passInsidePass(Map<String, String> row) {
    SimulatedCache a = nestedCache(row, "a");
    SimulatedCache b = nestedCache(row, "b");
    Deferred deferred = debt(row);
    PassArithmetic pass = new PassArithmetic();
    Map<String, String> actual = new HashMap<>();
    long runsAtCall = List.of("COUNT", "SCAN1", "SCAN2").indexOf(row.get("nested_in"));
    a.inside =
        call -> {
          if (call == runsAtCall) {
            run(pass, b, deferred, row, number(row, "b_priority"))
                .forEach((column, value) -> actual.put("b_" + column, value));
          }
        };
    run(pass, a, deferred, row, number(row, "a_priority"))
        .forEach((column, value) -> actual.put("a_" + column, value));
    boolean ran = actual.containsKey("b_return");
    actual.put("b_ran", ran ? "1" : "0");
    actual.put("deferred_final", Long.toString(deferred.get()));
    row.keySet().stream()
        .filter(column -> column.startsWith("expect_b_"))
        .forEach(column -> actual.putIfAbsent(column.substring("expect_".length()), "0"));
    return actual;
  }

  private static Map<String, String> dropAll(Map<String, String> row) {
    String[] freed = row.get("freed_per_round").split(";", -1);
    DropRounds rounds = new DropRounds();
    boolean another = true;
    while (another) {
      int round = rounds.rounds();
      another = rounds.another(round < freed.length ? Long.parseLong(freed[round]) : 0);
    }
    return Map.of(
        "rounds", Integer.toString(rounds.rounds()),
        "total_freed", Long.toString(rounds.totalFreed()));
  }

  /** What both kinds of rows observe of a pass. */
  private static Map<String, String> run(
      PassArithmetic pass,
      SimulatedCache cache,
      Deferred deferred,
      Map<String, String> row,
      long priority) {
    int seeks = (int) number(row, "seeks");
    long returned =
        pass.run(cache, new Scope(), deferred, seeks, number(row, "batch"), (int) priority);
    Map<String, String> actual = new HashMap<>();
    actual.put("return", Long.toString(returned));
    actual.put("delta_u", Long.toUnsignedString(pass.lastDelta()));
    actual.put("total_scan_start", Long.toString(pass.lastTotalScan()));
    actual.put("scan_calls", Long.toString(cache.calls));
    actual.put("next_deferred", Long.toString(pass.lastNextDeferred()));
    return actual;
  }

  private static SimulatedCache nestedCache(Map<String, String> row, String pass) {
    long count = number(row, pass + "_count_answer");
    SimulatedCache cache = new SimulatedCache(count, Math.max(count, 0));
    cache.stopOnCall = number(row, pass + "_stop_on_call");
    return cache;
  }

  private static Deferred debt(Map<String, String> row) {
    Deferred deferred = new Deferred();
    deferred.add(number(row, "deferred_before"));
    return deferred;
  }

  private static long number(Map<String, String> row, String column) {
    String cell = row.get(column);
    if (cell == null) {
      throw new IllegalArgumentException("no column " + column);
    }
    return Long.parseLong(cell);
  }
}
