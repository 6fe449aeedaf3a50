package io.skerry.functions.runtime.geo;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a small country database in the MaxMind format, version 2.0: an IPv6 tree with IPv4 below {@code ::/96}, and
 * records of the form {@code {country: {iso_code: "DE"}}}. A longer prefix wins over a shorter one. Not thread-safe.
 */
public final class MmdbWriter {

    private static final byte[] METADATA_MARK = "\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1);
    private static final int SEPARATOR_BYTES = 16;
    private static final int RECORD_BITS = 32;

    private record Entry(Cidr range, String country) {}

    /** A node of the tree; a child is a Node, a country (String), or UNKNOWN. */
    private static final class Node {
        private final Object[] children = new Object[] {UNKNOWN, UNKNOWN};
        private int number;
    }

    private static final Object UNKNOWN = new Object();

    private final String databaseType;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * A database without ranges.
     *
     * @param databaseType how the database names itself, such as {@code Skerry-Demo-Country}
     */
    public MmdbWriter(String databaseType) {
        this.databaseType = databaseType;
    }

    /**
     * Adds a range of addresses.
     *
     * @param cidr such as {@code 192.0.2.0/24} or {@code 2001:db8::/32}
     * @param country ISO 3166-1 alpha-2
     * @return this writer
     * @throws IllegalArgumentException when the range is malformed
     */
    public MmdbWriter country(String cidr, String country) {
        entries.add(new Entry(Cidr.parse(cidr), country));
        return this;
    }

    /**
     * The finished file.
     *
     * @param builtAt written as the database's age
     * @return its bytes
     */
    public byte[] toBytes(Instant builtAt) {
        Node root = new Node();
        // Shorter prefixes first, so that longer ones split them.
        entries.stream()
                .sorted(Comparator.comparingInt(entry -> entry.range().prefixBits()))
                .forEach(entry -> insert(root, entry));
        List<Node> nodes = numbered(root);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        Map<String, Integer> offsets = new HashMap<>();
        for (Entry entry : entries) {
            offsets.computeIfAbsent(entry.country(), country -> writeRecord(data, country));
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(tree(nodes, offsets));
        file.writeBytes(new byte[SEPARATOR_BYTES]);
        file.writeBytes(data.toByteArray());
        file.writeBytes(METADATA_MARK);
        file.writeBytes(metadata(nodes.size(), builtAt));
        return file.toByteArray();
    }

    private static void insert(Node root, Entry entry) {
        Node node = root;
        int last = entry.range().prefixBits() - 1;
        for (int depth = 0; depth < last; depth++) {
            int bit = entry.range().bit(depth);
            if (!(node.children[bit] instanceof Node)) {
                Node split = new Node();
                split.children[0] = node.children[bit];
                split.children[1] = node.children[bit];
                node.children[bit] = split;
            }
            node = (Node) node.children[bit];
        }
        node.children[entry.range().bit(last)] = entry.country();
    }

    private static List<Node> numbered(Node root) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(root);
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).number = i;
            for (Object child : nodes.get(i).children) {
                if (child instanceof Node node) {
                    nodes.add(node);
                }
            }
        }
        return nodes;
    }

    private static byte[] tree(List<Node> nodes, Map<String, Integer> offsets) {
        ByteBuffer tree = ByteBuffer.allocate(nodes.size() * 2 * RECORD_BITS / Byte.SIZE);
        for (Node node : nodes) {
            for (Object child : node.children) {
                tree.putInt(pointer(child, nodes.size(), offsets));
            }
        }
        return tree.array();
    }

    private static int pointer(Object child, int nodeCount, Map<String, Integer> offsets) {
        if (child instanceof Node node) {
            return node.number;
        }
        return child instanceof String country
                ? nodeCount + SEPARATOR_BYTES + offsets.getOrDefault(country, 0)
                : nodeCount;
    }

    private static int writeRecord(ByteArrayOutputStream data, String country) {
        int offset = data.size();
        MmdbField.map(data, 1);
        MmdbField.text(data, "country");
        MmdbField.map(data, 1);
        MmdbField.text(data, "iso_code");
        MmdbField.text(data, country);
        return offset;
    }

    private byte[] metadata(int nodeCount, Instant builtAt) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        MmdbField.map(data, 9);
        MmdbField.text(data, "node_count");
        MmdbField.number(data, MmdbField.UINT32, nodeCount);
        MmdbField.text(data, "record_size");
        MmdbField.number(data, MmdbField.UINT16, RECORD_BITS);
        MmdbField.text(data, "ip_version");
        MmdbField.number(data, MmdbField.UINT16, 6);
        MmdbField.text(data, "database_type");
        MmdbField.text(data, databaseType);
        MmdbField.text(data, "languages");
        MmdbField.emptyArray(data);
        MmdbField.text(data, "binary_format_major_version");
        MmdbField.number(data, MmdbField.UINT16, 2);
        MmdbField.text(data, "binary_format_minor_version");
        MmdbField.number(data, MmdbField.UINT16, 0);
        MmdbField.text(data, "build_epoch");
        MmdbField.number(data, MmdbField.UINT64, builtAt.getEpochSecond());
        MmdbField.text(data, "description");
        MmdbField.map(data, 0);
        return data.toByteArray();
    }
}
