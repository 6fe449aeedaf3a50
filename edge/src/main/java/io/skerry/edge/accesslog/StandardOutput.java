package io.skerry.edge.accesslog;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Standard output in place of the JDK's own, which after one failure (a full disk, say) says for ever that it is broken, though what is
 * written later arrives: this one tells of each failure once, and what comes after one begins a line. Any thread; the lock of the one
 * object keeps lines whole.
 */
public final class StandardOutput extends PrintStream {

    StandardOutput(OutputStream out, Charset charset) {
        super(new LineStart(out), false, charset);
    }

    /** Makes it {@code System.out}; for the application log too, which asks for that at each line. */
    public static StandardOutput install() {
        StandardOutput out = new StandardOutput(new FileOutputStream(FileDescriptor.out), System.out.charset());
        System.setOut(out);
        return out;
    }

    /** Whether a write has failed since this was asked last. */
    @Override
    public synchronized boolean checkError() {
        boolean failed = super.checkError();
        clearError();
        return failed;
    }

    /** Ends what a failed write may have left of a line: a disk that fills takes the first part. Under the lock of its owner. */
    private static final class LineStart extends FilterOutputStream {

        private boolean torn;

        LineStart(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (torn) {
                out.write('\n');
            }
            torn = true;
            out.write(bytes, from, length);
            torn = false;
        }
    }
}
