package io.skerry.edge.routing;

/** What may stand between the braces of a capture. */
final class CaptureName {

    private CaptureName() {}

    static boolean valid(String name) {
        if (name.isEmpty() || !letter(name.charAt(0))) {
            return false;
        }
        return name.chars().allMatch(c -> letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_');
    }

    private static boolean letter(int character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }
}
