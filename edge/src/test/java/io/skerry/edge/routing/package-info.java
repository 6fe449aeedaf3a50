/** Tests of routing. */
@NullMarked
package io.skerry.edge.routing;

import org.jspecify.annotations.NullMarked;
