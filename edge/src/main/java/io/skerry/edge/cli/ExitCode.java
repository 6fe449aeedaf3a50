package io.skerry.edge.cli;

/** What the process tells its caller when it ends. In the README and in {@code --help}; scripts rely on the numbers. */
enum ExitCode {
    /** Everything asked for was done. */
    OK(0),
    /**
     * Done, and the answer is bad news: a routes file that is broken or not there, a refused purge, an edge that does not answer; or the
     * answer could not be written.
     */
    PROBLEMS(1),
    /** The command line itself is wrong; nothing was done. */
    USAGE(2),
    /** What was to be started did not start: a port in use, a folder that cannot be written, too little memory. */
    NOT_STARTED(3);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
