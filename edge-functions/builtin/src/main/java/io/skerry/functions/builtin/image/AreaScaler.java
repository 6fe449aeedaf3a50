package io.skerry.functions.builtin.image;

import java.util.Arrays;

/**
 * Makes an image smaller: each new pixel is the mean of the area it covers, parts of pixels included, so that nothing
 * flickers and no line gets lost. Colours count by their opacity.
 */
final class AreaScaler {

    private static final int ONE = 1 << 14;

    private AreaScaler() {}

    static Pixels scale(Pixels source, PixelSize target) {
        if (source.size().equals(target)) {
            return source;
        }
        int columns = source.size().width();
        int bands = source.bands();
        Coverage across = Coverage.of(columns, target.width());
        Coverage down = Coverage.of(source.size().height(), target.height());
        byte[] result = new byte[Math.toIntExact(target.pixels() * bands)];
        long[] sums = new long[columns * bands];
        for (int y = 0; y < target.height(); y++) {
            Arrays.fill(sums, 0);
            for (int row = down.first(y); row <= down.last(y); row++) {
                addRow(source, row, down.weight(y, row), sums);
            }
            squeeze(sums, across, bands, result, y * target.width() * bands);
        }
        return new Pixels(target, bands, result);
    }

    /** Adds one row, weighted, to the sums of its columns; colours multiplied by their opacity. */
    private static void addRow(Pixels source, int row, int weight, long[] sums) {
        byte[] data = source.data();
        int bands = source.bands();
        int from = row * source.size().width() * bands;
        if (!source.hasAlpha()) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += (long) weight * (data[from + i] & 0xff);
            }
            return;
        }
        for (int i = 0; i < sums.length; i += bands) {
            int alpha = data[from + i + bands - 1] & 0xff;
            long opacity = (long) weight * alpha;
            for (int band = 0; band < bands - 1; band++) {
                sums[i + band] += opacity * (data[from + i + band] & 0xff) / 0xff;
            }
            sums[i + bands - 1] += opacity;
        }
    }

    private static void squeeze(long[] sums, Coverage across, int bands, byte[] result, int to) {
        boolean alpha = bands == 2 || bands == 4;
        long[] mean = new long[bands];
        for (int x = 0; x < across.targets(); x++) {
            Arrays.fill(mean, 0);
            for (int column = across.first(x); column <= across.last(x); column++) {
                int weight = across.weight(x, column);
                for (int band = 0; band < bands; band++) {
                    mean[band] += weight * (sums[column * bands + band] >> 8);
                }
            }
            for (int band = 0; band < bands; band++) {
                result[to + x * bands + band] = (byte) value(mean, band, alpha);
            }
        }
    }

    /** Weights add up to ONE in both directions, and the sums lost 8 bits on the way. */
    private static long value(long[] mean, int band, boolean alpha) {
        long unit = ((long) ONE * ONE) >> 8;
        long opacity = mean[mean.length - 1];
        if (!alpha || band == mean.length - 1) {
            return Math.min(0xff, (mean[band] + unit / 2) / unit);
        }
        return opacity == 0 ? 0 : Math.min(0xff, (mean[band] * 0xff + opacity / 2) / opacity);
    }

    /** Which sources each target covers along one axis, and how much of it each is, in units of 1/ONE. */
    private static final class Coverage {

        private final int[] firsts;
        private final int[][] weights;

        private Coverage(int[] firsts, int[][] weights) {
            this.firsts = firsts;
            this.weights = weights;
        }

        static Coverage of(int sources, int targets) {
            double scale = (double) sources / targets;
            int[] firsts = new int[targets];
            int[][] weights = new int[targets][];
            for (int i = 0; i < targets; i++) {
                double begin = i * scale;
                double end = Math.min(sources, begin + scale);
                firsts[i] = (int) begin;
                int last = Math.min(sources - 1, (int) Math.ceil(end - 1e-9) - 1);
                weights[i] = weights(begin, end, firsts[i], last);
            }
            return new Coverage(firsts, weights);
        }

        private static int[] weights(double begin, double end, int first, int last) {
            int[] weights = new int[last - first + 1];
            int left = ONE;
            for (int i = 0; i < weights.length; i++) {
                double covered = Math.min(end, first + i + 1) - Math.max(begin, first + i);
                weights[i] = (int) Math.round(covered / (end - begin) * ONE);
                left -= weights[i];
            }
            // Rounding must not make the image darker.
            weights[weights.length / 2] += left;
            return weights;
        }

        int targets() {
            return firsts.length;
        }

        int first(int target) {
            return firsts[target];
        }

        int last(int target) {
            return firsts[target] + weights[target].length - 1;
        }

        int weight(int target, int source) {
            return weights[target][source - firsts[target]];
        }
    }
}
