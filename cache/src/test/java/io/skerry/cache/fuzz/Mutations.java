package io.skerry.cache.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The bounded fuzzing that every build does: the seeds of a fuzz test, mutated with a fixed random seed, so that a failure can be
 * repeated. Jazzer goes deeper with the same seeds ({@code JAZZER_FUZZ=1}, guided by coverage, until it is stopped).
 */
public final class Mutations {

    private static final int MAX_BYTES = 4_096;

    /** Bytes that mean something to one parser or another. */
    private static final byte[] TELLING =
            " \t,;=\"\\/-*:%?#&@[]\r\n\0019GMT\u007f\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    private Mutations() {}

    /** Gives so many mutations of a fuzz test's seeds to its target; the target's failure carries the input. */
    public static void each(Class<?> test, String method, int count, Consumer<byte[]> target) {
        List<byte[]> seeds = seeds(test, method);
        Random random = new Random(0x534B_4552_5259L);
        for (int i = 0; i < count; i++) {
            byte[] input = mutated(seeds, random);
            try {
                target.accept(input);
            } catch (RuntimeException | Error failure) {
                throw new AssertionError("input " + i + ": " + new String(input, StandardCharsets.ISO_8859_1), failure);
            }
        }
    }

    /** The seeds, which lie where Jazzer looks for them: in the folder {@code <Class>Inputs/<method>} beside the class. */
    private static List<byte[]> seeds(Class<?> test, String method) {
        URL folder = Objects.requireNonNull(
                test.getResource(test.getSimpleName() + "Inputs/" + method), "no seeds for " + method);
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            List<byte[]> seeds = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readAllBytes(file));
            }
            return seeds;
        } catch (IOException | URISyntaxException unreadable) {
            throw new UncheckedIOException(new IOException(unreadable));
        }
    }

    private static byte[] mutated(List<byte[]> seeds, Random random) {
        byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
        for (int i = random.nextInt(6); i >= 0; i--) {
            input = once(input, seeds, random);
        }
        return input;
    }

    private static byte[] once(byte[] input, List<byte[]> seeds, Random random) {
        int at = input.length == 0 ? 0 : random.nextInt(input.length);
        return switch (random.nextInt(6)) {
            case 0 -> joined(Arrays.copyOf(input, at), TELLING[random.nextInt(TELLING.length)], input, at);
            case 1 ->
                joined(Arrays.copyOf(input, at), (byte) random.nextInt(256), input, Math.min(at + 1, input.length));
            case 2 -> Arrays.copyOf(input, at);
            case 3 -> flipped(input, at, random);
            case 4 -> spliced(input, at, seeds.get(random.nextInt(seeds.size())), random);
            default -> doubled(input, at);
        };
    }

    private static byte[] joined(byte[] front, byte middle, byte[] input, int from) {
        byte[] joined = Arrays.copyOf(front, front.length + 1 + input.length - from);
        joined[front.length] = middle;
        System.arraycopy(input, from, joined, front.length + 1, input.length - from);
        return joined;
    }

    private static byte[] flipped(byte[] input, int at, Random random) {
        byte[] flipped = input.clone();
        if (flipped.length > 0) {
            flipped[at] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private static byte[] spliced(byte[] input, int at, byte[] other, Random random) {
        int from = other.length == 0 ? 0 : random.nextInt(other.length);
        int length = Math.min(MAX_BYTES, at + other.length - from);
        byte[] spliced = Arrays.copyOf(Arrays.copyOf(input, at), length);
        System.arraycopy(other, from, spliced, Math.min(at, length), length - Math.min(at, length));
        return spliced;
    }

    private static byte[] doubled(byte[] input, int at) {
        int more = Math.min(input.length - at, Math.max(0, MAX_BYTES - input.length));
        byte[] doubled = Arrays.copyOf(input, input.length + more);
        System.arraycopy(input, at, doubled, input.length, more);
        return doubled;
    }
}
