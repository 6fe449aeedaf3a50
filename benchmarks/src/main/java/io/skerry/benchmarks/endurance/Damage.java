package io.skerry.benchmarks.endurance;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/** What may happen to a file under a store. */
enum Damage {
    FLIP {
        @Override
        void on(Path file, Path other, SplittableRandom random) throws IOException {
            try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
                for (int i = 0; i < FLIPS && raw.length() > 0; i++) {
                    long at = random.nextLong(raw.length());
                    raw.seek(at);
                    int before = raw.read();
                    raw.seek(at);
                    raw.write(before ^ (1 << random.nextInt(8)));
                }
            }
        }
    },
    /** Many bits near each other, where something is most likely to be. */
    SMEAR {
        @Override
        void on(Path file, Path other, SplittableRandom random) throws IOException {
            try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
                byte[] noise = new byte[(int) Math.min(raw.length(), 1 + random.nextInt(100_000))];
                random.nextBytes(noise);
                raw.seek(random.nextLong(Math.max(1, raw.length() - noise.length + 1)));
                raw.write(noise);
            }
        }
    },
    TRUNCATE {
        @Override
        void on(Path file, Path other, SplittableRandom random) throws IOException {
            try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
                raw.setLength(random.nextLong(raw.length() + 1));
            }
        }
    },
    APPEND {
        @Override
        void on(Path file, Path other, SplittableRandom random) throws IOException {
            byte[] more = new byte[1 + random.nextInt(10_000)];
            random.nextBytes(more);
            Files.write(file, more, StandardOpenOption.APPEND);
        }
    },
    SWAP {
        @Override
        void on(Path file, Path other, SplittableRandom random) throws IOException {
            if (!file.equals(other)) {
                Path aside = file.resolveSibling(file.getFileName() + ".aside");
                Files.move(file, aside);
                Files.move(other, file);
                Files.move(aside, other);
            }
        }
    },
    /** The content of another file in the same inode. */
    OVERWRITE {
        @Override
        void on(Path file, Path other, SplittableRandom random) throws IOException {
            if (!file.equals(other)) {
                Files.write(file, Files.readAllBytes(other));
            }
        }
    },
    COPY {
        @Override
        void on(Path file, Path other, SplittableRandom random) throws IOException {
            if (!file.equals(other)) {
                Files.copy(other, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    },
    DELETE {
        @Override
        void on(Path file, Path other, SplittableRandom random) throws IOException {
            Files.delete(file);
        }
    };

    private static final int FLIPS = 30;

    /**
     * Does it.
     *
     * @param file what it happens to
     * @param other a file of the same kind, possibly the same one
     */
    abstract void on(Path file, Path other, SplittableRandom random) throws IOException;
}
