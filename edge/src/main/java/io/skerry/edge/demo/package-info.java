/**
 * {@code skerry demo}: a small shop, its origin at a simulated distance, and an edge in front of it.
 *
 * <p>Start reading at {@link io.skerry.edge.demo.Demo}. {@code DemoOrigin} is the far-away server (its own Vert.x
 * instance, loopback only), {@code DemoSite} what it answers, {@code DemoControl} the switches the page turns. The edge
 * itself is the product's own {@code EdgeNode} with the routes file {@code demo/skerry.yaml}; nothing in the edge knows
 * of the demo or is delayed for it. May import {@code io.skerry.edge}, its {@code config} and the functions' runtime
 * (to write the country database); only {@code cli} may import this package.
 */
@NullMarked
package io.skerry.edge.demo;

import org.jspecify.annotations.NullMarked;
