/** The purges of this node in their order, page by page. Start at {@link io.skerry.purgeapi.feed.PurgeFeed}. */
@NullMarked
package io.skerry.purgeapi.feed;

import org.jspecify.annotations.NullMarked;
