package io.skerry.cache.purge.record;

/** The journal on disk cannot be trusted: everything stored under its incarnation is to be dropped. */
public final class JournalDamaged extends Exception {

    private final String what;

    /** Damage; {@code what} says where and which, for the log. */
    public JournalDamaged(String what) {
        super(what);
        this.what = what;
    }

    /** What is wrong with it, for the operator. */
    public String what() {
        return what;
    }
}
