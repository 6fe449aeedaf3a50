/**
 * Layer 4: validation, of stored responses at the origin (RFC 9111 4.3) and of clients' copies here (4.3.2, RFC 9110 13), and ranges
 * of what is stored (RFC 9110 14). Imports layers 0 to 3. Start at {@link io.skerry.cache.validation.ValidationDecider}.
 */
@NullMarked
package io.skerry.cache.validation;

import org.jspecify.annotations.NullMarked;
