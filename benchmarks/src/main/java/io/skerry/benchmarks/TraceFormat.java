package io.skerry.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** How a trace is written down. */
enum TraceFormat {
    /** Lines of time, id and bytes. */
    LINES {
        @Override
        void read(InputStream in, int bytes, Trace.Kept into) throws IOException {
            forEachLine(in, (number, line) -> {
                String[] fields = line.split("\\s+");
                if (fields.length != 3) {
                    throw new TraceException("line " + number + ": expected 'time id bytes', found '" + line + "'");
                }
                into.add(id(fields[1]), size(number, fields[2]));
            });
        }
    },
    /** One key a line, whatever it is made of. */
    KEYS {
        @Override
        void read(InputStream in, int bytes, Trace.Kept into) throws IOException {
            forEachLine(in, (number, line) -> into.add(id(line), bytes));
        }
    },
    /** Ids of 4 bytes, big-endian. */
    IDS4 {
        @Override
        void read(InputStream in, int bytes, Trace.Kept into) throws IOException {
            words(in, 4, bytes, into);
        }
    },
    /** Ids of 8 bytes, big-endian. */
    IDS8 {
        @Override
        void read(InputStream in, int bytes, Trace.Kept into) throws IOException {
            words(in, 8, bytes, into);
        }
    };

    /** What is wrong with a file, where. */
    static final class TraceException extends IOException {
        private static final long serialVersionUID = 1;

        TraceException(String message) {
            super(message);
        }
    }

    private interface Line {
        void of(long number, String text) throws IOException;
    }

    /**
     * Reads all of a trace.
     *
     * @param bytes of each response, where the trace does not say
     * @throws TraceException if it is not of this format
     */
    abstract void read(InputStream in, int bytes, Trace.Kept into) throws IOException;

    private static void forEachLine(InputStream in, Line each) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        long number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            String text = line.strip();
            if (text.indexOf('\u0000') >= 0 || text.indexOf('\ufffd') >= 0) {
                throw new TraceException(
                        "line " + number + ": not text; is the file compressed, or are its ids binary?");
            }
            if (!text.isEmpty()) {
                each.of(number, text);
            }
        }
    }

    private static void words(InputStream in, int width, int bytes, Trace.Kept into) throws IOException {
        byte[] word = new byte[width];
        for (int read = in.readNBytes(word, 0, width); read > 0; read = in.readNBytes(word, 0, width)) {
            if (read < width) {
                throw new TraceException(
                        "after " + into.count() + " ids of " + width + " bytes, " + read + " bytes are left over");
            }
            into.add(new BigInteger(1, word).longValue(), bytes);
        }
    }

    private static long size(long number, String text) throws TraceException {
        try {
            long size = Long.parseLong(text);
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new TraceException("line " + number + ": not a number of bytes: '" + text + "'");
    }

    /** A number as it is, anything else by its digest. */
    private static long id(String text) {
        if (text.length() < 19 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.parseLong(text);
        }
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
