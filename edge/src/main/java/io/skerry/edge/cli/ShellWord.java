package io.skerry.edge.cli;

/** A word of a command line that somebody may copy into a POSIX shell. */
final class ShellWord {
    private static final String PLAIN = "-_./:,=@%+";

    private ShellWord() {}

    /** The word as it is where the shell leaves it alone, else in quotes. */
    static String of(String word) {
        boolean plain = !word.isEmpty() && word.chars().allMatch(c -> isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
