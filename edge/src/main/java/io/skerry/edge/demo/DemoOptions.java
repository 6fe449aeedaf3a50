package io.skerry.edge.demo;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What can be chosen about the demo.
 *
 * @param folder where its routes file, country database and cache go; kept from one run to the next
 * @param address the interface the shop is served on
 * @param ports of its three listeners
 * @param distance how far away the origin pretends to be
 */
public record DemoOptions(Path folder, String address, Ports ports, Duration distance) {

    /**
     * The demo's ports; 0 for any free one.
     *
     * @param shop the edge's public listener
     * @param admin the edge's admin listener, on the loopback address
     * @param origin the demo's origin, on the loopback address
     */
    public record Ports(int shop, int admin, int origin) {}
}
