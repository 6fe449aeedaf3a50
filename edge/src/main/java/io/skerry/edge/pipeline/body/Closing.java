package io.skerry.edge.pipeline.body;

/** Closes what has no failure worth telling: leases and stored responses free memory and do no I/O. */
public final class Closing {

    private Closing() {}

    /** Closes it; a failure to do so is a defect, and said to be one. */
    public static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception defect) {
            throw new IllegalStateException("could not be closed: " + resource, defect);
        }
    }
}
