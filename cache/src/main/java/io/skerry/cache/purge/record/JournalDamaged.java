package io.skerry.cache.purge;

/** The journal on disk cannot be trusted: everything stored under its incarnation is to be dropped. */
final class JournalDamaged extends Exception {

    private final String what;

    JournalDamaged(String what) {
        super(what);
        this.what = what;
    }

    /** What is wrong with it, for the operator. */
    String what() {
        return what;
    }
}
