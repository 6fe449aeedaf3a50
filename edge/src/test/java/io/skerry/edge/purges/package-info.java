/** Tests of what the node brings to the purge API. */
@NullMarked
package io.skerry.edge.purges;

import org.jspecify.annotations.NullMarked;
