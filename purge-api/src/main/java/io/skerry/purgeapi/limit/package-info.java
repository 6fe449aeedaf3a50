/**
 * How often callers may call: token buckets. Pure but for their own state; time is a parameter. Start at {@link
 * io.skerry.purgeapi.limit.CallLimits}.
 */
@NullMarked
package io.skerry.purgeapi.limit;

import org.jspecify.annotations.NullMarked;
