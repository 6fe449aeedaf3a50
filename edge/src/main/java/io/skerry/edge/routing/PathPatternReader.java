package io.skerry.edge.routing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the text of a path pattern; every refusal says what is wrong with which part. */
final class PathPatternReader {

    private final String text;
    private final Set<String> names = new LinkedHashSet<>();

    PathPatternReader(String text) {
        this.text = text;
    }

    PathPattern read() {
        if (!text.startsWith("/")) {
            throw refused("it does not start with \"/\"");
        }
        if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
            throw refused("a path has neither \"?\" nor \"#\"");
        }
        List<PathSegment> segments = new ArrayList<>();
        String[] parts = text.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            String tail = tailName(parts[i]);
            if (tail.isEmpty()) {
                segments.add(segment(parts[i]));
            } else if (i < parts.length - 1) {
                throw refused("\"" + parts[i] + "\" is allowed at the end only");
            } else {
                return new PathPattern(text, segments, tail);
            }
        }
        return new PathPattern(text, segments, "");
    }

    /** The name under which a last part takes the rest of a path, or nothing when it is an ordinary segment. */
    private String tailName(String part) {
        if (part.equals("**")) {
            return PathSegment.ANONYMOUS;
        }
        if (part.startsWith("{") && part.endsWith("...}")) {
            return captured(part.substring(1, part.length() - 4));
        }
        return "";
    }

    private PathSegment segment(String part) {
        String plain = nextWildcard(part, 0) < part.length() ? "" : PathLiteral.normalised(part);
        if (plain.equals(".") || plain.equals("..")) {
            throw refused("\"" + part + "\" never arrives in a normalised path");
        }
        List<String> literals = new ArrayList<>();
        List<String> captures = new ArrayList<>();
        int from = 0;
        for (int at = nextWildcard(part, 0); at < part.length(); at = nextWildcard(part, from)) {
            if (at == from && !captures.isEmpty()) {
                throw refused("two wildcards stand side by side in \"" + part + "\"");
            }
            literals.add(PathLiteral.normalised(part.substring(from, at)));
            from = wildcardEnd(part, at);
            captures.add(part.charAt(at) == '*' ? PathSegment.ANONYMOUS : captured(part.substring(at + 1, from - 1)));
        }
        literals.add(PathLiteral.normalised(part.substring(from)));
        return new PathSegment(literals, captures);
    }

    private static int nextWildcard(String part, int from) {
        for (int i = from; i < part.length(); i++) {
            char character = part.charAt(i);
            if (character == '*' || character == '{' || character == '}') {
                return i;
            }
        }
        return part.length();
    }

    private int wildcardEnd(String part, int at) {
        if (part.charAt(at) == '*') {
            return at + 1;
        }
        int close = part.indexOf('}', at);
        if (part.charAt(at) == '}' || close < 0) {
            throw refused("\"{\" and \"}\" do not pair in \"" + part + "\"");
        }
        return close + 1;
    }

    private String captured(String name) {
        if (!CaptureName.valid(name)) {
            throw refused("\"{" + name
                    + "}\" is not a capture: names are letters, digits, \"-\" and \"_\", and \"{name...}\" stands"
                    + " at the end only");
        }
        if (!names.add(name)) {
            throw refused("it captures {" + name + "} twice");
        }
        return name;
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException(why);
    }
}
