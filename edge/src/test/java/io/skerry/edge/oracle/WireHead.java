package io.skerry.edge.oracle;

import java.util.List;
import java.util.Locale;

/**
 * The head of an HTTP/1.1 message as it came.
 *
 * @param startLine request line or status line
 * @param fields in order
 */
public record WireHead(String startLine, List<Field> fields) {

    /** A field line, its name in lower case. */
    public record Field(String name, String value) {}

    /** The values of a field joined by commas, empty if there is none. */
    String value(String name) {
        StringBuilder joined = new StringBuilder();
        for (Field field : fields) {
            if (field.name.equals(name)) {
                joined.append(joined.isEmpty() ? "" : ", ").append(field.value);
            }
        }
        return joined.toString();
    }

    /** A part of the start line, 0 to 2. */
    String part(int index) {
        String[] parts = startLine.split(" ", 3);
        return index < parts.length ? parts[index] : "";
    }

    int status() {
        return Integer.parseInt(part(1));
    }

    boolean isChunked() {
        return value("transfer-encoding").toLowerCase(Locale.ROOT).endsWith("chunked");
    }

    boolean closes() {
        return value("connection").toLowerCase(Locale.ROOT).contains("close");
    }
}
