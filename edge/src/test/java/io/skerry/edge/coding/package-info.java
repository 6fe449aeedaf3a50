/** Tests of the encoders and decoders. */
@NullMarked
package io.skerry.edge.coding;

import org.jspecify.annotations.NullMarked;
