/**
 * Who may purge what: tokens, their scopes and sites. Pure but for {@code GeneratedToken}, which reads and writes one file. Start at
 * {@link io.skerry.purgeapi.token.AdminTokens}.
 */
@NullMarked
package io.skerry.purgeapi.token;

import org.jspecify.annotations.NullMarked;
