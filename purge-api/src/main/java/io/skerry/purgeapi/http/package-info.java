/**
 * The purge API on Vert.x: receives a request, has it judged by the pure parts, hands it to the purge log and answers. The
 * only package of this module that may import Vert.x. Start at {@link io.skerry.purgeapi.http.PurgeApi}.
 */
@NullMarked
package io.skerry.purgeapi.http;

import org.jspecify.annotations.NullMarked;
