/**
 * Layer 4: responses that are fetched and kept in parts (RFC 9110 14 and 15.3.7, RFC 9111 3.3 and 3.4): what range to ask the origin
 * for, and whether what came belongs to what there is. Imports layers 0 to 3. Start at {@link io.skerry.cache.parts.PartDecider}.
 */
@NullMarked
package io.skerry.cache.parts;

import org.jspecify.annotations.NullMarked;
