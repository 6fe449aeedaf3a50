package io.skerry.edge.routing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which patterns can match a path at all, judged by its first segment, in their order. A hash table over a region of the path, so
 * that a look-up makes no substring.
 */
final class FirstSegmentIndex {

    private final String[] keys;
    private final int[][] candidates;
    private final int[] others;

    private FirstSegmentIndex(String[] keys, int[][] candidates, int[] others) {
        this.keys = keys;
        this.candidates = candidates;
        this.others = others;
    }

    static FirstSegmentIndex of(List<PathPattern> patterns) {
        List<String> firsts = patterns.stream().map(PathPattern::firstLiteral).toList();
        List<String> distinct =
                firsts.stream().filter(first -> !first.isEmpty()).distinct().toList();
        int size = Integer.highestOneBit(Math.max(1, distinct.size())) << 2;
        String[] keys = new String[size];
        Arrays.fill(keys, "");
        int[][] candidates = new int[size][];
        for (String first : distinct) {
            int slot = slot(keys, first, 0, first.length());
            keys[slot] = first;
            candidates[slot] = IntStream.range(0, firsts.size())
                    .filter(i -> firsts.get(i).equals(first) || firsts.get(i).isEmpty())
                    .toArray();
        }
        int[] others = IntStream.range(0, firsts.size())
                .filter(i -> firsts.get(i).isEmpty())
                .toArray();
        return new FirstSegmentIndex(keys, candidates, others);
    }

    /** The numbers of the patterns to try, ascending. The array belongs to the index. */
    int[] candidates(String path) {
        int end = path.indexOf('/', 1);
        int slot = slot(keys, path, Math.min(1, path.length()), end < 0 ? path.length() : end);
        return keys[slot].isEmpty() ? others : candidates[slot];
    }

    /** Where the region stands, or the free place where it would stand: the table is never more than half full. */
    private static int slot(String[] keys, String text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        int slot = (hash ^ (hash >>> 16)) & (keys.length - 1);
        while (!keys[slot].isEmpty() && !same(keys[slot], text, from, to)) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private static boolean same(String key, String text, int from, int to) {
        return key.length() == to - from && text.startsWith(key, from);
    }
}
