package io.skerry.edge.config.bind;

/** ASCII digits, the only ones the file's numbers are made of. */
final class Digits {

    private Digits() {}

    /** How many of them the text begins with. */
    static int leading(String text) {
        int count = 0;
        while (count < text.length() && text.charAt(count) >= '0' && text.charAt(count) <= '9') {
            count++;
        }
        return count;
    }
}
