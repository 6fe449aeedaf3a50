package io.skerry.edge.demo;

/**
 * One of the parts of the page that it measures.
 *
 * @param name as the page's script knows it
 * @param path of its URL
 */
record Part(String name, String path, Kind kind) {
    /** Where a part is made, and so whether the edge may store it. */
    enum Kind {
        STATIC,
        SEMI_DYNAMIC,
        DYNAMIC;

        boolean isStored() {
            return this != DYNAMIC;
        }
    }
}
