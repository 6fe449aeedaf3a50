/**
 * Purge requests as values: what they ask for, whether they are well-formed, which stored responses they mean. Pure: imports the
 * cache's vocabulary and a JSON parser; no Vert.x, no clock, no I/O. Start at {@link io.skerry.purgeapi.PurgeBody}.
 */
@NullMarked
package io.skerry.purgeapi;

import org.jspecify.annotations.NullMarked;
