package io.skerry.edge.accesslog;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Standard output in place of the JDK's own, which after one failure (a full disk, say) says for ever that it is broken, though what is
 * written later arrives: this one tells of each failure once. Any thread; the lock of the one object keeps lines whole.
 */
public final class StandardOutput extends PrintStream {

    StandardOutput(OutputStream out, Charset charset) {
        super(out, false, charset);
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
}
