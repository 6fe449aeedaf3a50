/** A builder of exchange records for tests. */
@NullMarked
package io.skerry.edge.exchange;

import org.jspecify.annotations.NullMarked;
