package io.skerry.purgeapi.token;

/** By what a caller is known; a value with equality. */
public sealed interface Credential permits TokenHash, CallerAddresses {}
