/**
 * How the caches of a known library are recognised, counted and scanned: names and shapes as
 * strings, and adapters as bytes. No byte code tool, no thread, no JMX.
 *
 * <p>In: nothing.
 *
 * <p>Out: {@link io.cacheshrinker.integration.Integrations#all()}, a list of {@link
 * io.cacheshrinker.integration.Integration} records.
 *
 * <h2>What an adapter is</h2>
 *
 * A plain class {@code XxxCacheShrinker} in the library's own package, compiled here against the
 * library, and defined at run time beside each copy of the library (renamed first where the copy is
 * relocated). It refers to the library and to {@code java.*} only, has no inner classes, no lambdas
 * and no annotations, and keeps no state per cache. Nothing of it throws but what the library
 * throws, and {@code preTouch} where the library behaves otherwise than known. Static methods,
 * called through method handles:
 *
 * <pre>
 * static String contract(Object cache)     eviction class, a space, the reason in words: "A maximumSize 10000".
 *                                          The class is one of A, A', B, C, D, X; with "!" at its end it
 *                                          is recognised but the cache is not eligible: "A! maximum 0"
 * static long   count(Object cache)        entries held, without taking a lock
 * static long   scan(Object cache, long asked, long[] scanned)
 *                                          drops what has expired, then sheds live entries; returns how
 *                                          many live ones went, or -1 STOP where none can go now.
 *                                          Of classes A', C and X live ones never go. In a longer array
 *                                          the hashes of what went may be written from scanned[1] on, as
 *                                          1L << 32 | hash without its sign, so that 0 is none
 *                                          scanned[0] is preset to asked. Callers ask for at most 128 at
 *                                          a time; of a greater number 128 are done, and scanned[0] says so
 * static long   lastDitch(Object cache, long asked, long[] scanned)
 *                                          may be missing; as scan, but allocates nothing if it can, and
 *                                          need not drop what has expired: the next allocation may fail
 * static void   prime(Object cache)        lets the library learn recency from now on, where it does not
 *                                          yet; again after each doubling of the count
 * static int    sample(Object cache, Object[] triples)
 *                                          fills node, key, value of some entries; returns how many
 *                                          entries. Disturbs neither order nor statistics
 * static boolean statistics(Object cache, long[] counters)
 *                                          hits, misses, loads, total load nanos; false if not recorded
 * static int    seeks(Object cache)        may be missing, then 2; how dear an entry is as long as no load
 *                                          was measured: 4 what is loaded, 2 what is put by hand
 * static void   stored(Object cache, long[] hashes, int length)
 *                                          may be missing; puts 0 in place of each hash, as scan writes
 *                                          them, that no entry has now. Calls no key of the application
 * static boolean listens(Object cache)     may be missing; whether code of the application is told of entries
 *                                          that leave
 * static void   preTouch()                 runs all of the above on a tiny cache of its own, so that
 *                                          members are linked and code is loaded before memory is short
 * static Object rehearsal()                a new cache of its own with some thousand entries, which passes
 *                                          are tried on, so that all code is linked and compiled before
 *                                          memory is short; a few times, when there is room
 * </pre>
 *
 * The second half, where an integration has a {@link
 * io.cacheshrinker.integration.Integration.Listing}: caches that their owners register.
 *
 * <pre>
 * static long   countIn(Object cache, String group)
 *                                          entries of a group, or -2 EMPTY; "" is the whole cache
 * static long   scanIn(Object cache, String group, long asked, long[] scanned)
 *                                          as scan, of the entries of a group
 * static String[] names(Object cache)      name, group; the latter may be null
 * static long[] settings(Object cache)     seeks or -1, batch or 0, floor or -1, bytes per entry or 0,
 *                                          1 if it holds entries of several groups and else 0
 * static Object owner(Object cache)        whose collection ends it, the cache itself if nobody's;
 *                                          null if that has happened
 * static ClassLoader loader(Object cache)  of the code that sheds; may be null
 * static boolean link(Object cache, ObjIntConsumer agent)
 *                                          gives it the way back, see {@link
 *                                          io.cacheshrinker.integration.OwnerCalls}; false if it is closed
 * </pre>
 */
@NullMarked
package io.cacheshrinker.integration;

import org.jspecify.annotations.NullMarked;
