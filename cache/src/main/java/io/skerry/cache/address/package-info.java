/**
 * IP addresses and the networks that they belong to, as routes and token files name them. Imports the JDK alone; looks no name up.
 */
@NullMarked
package io.skerry.cache.address;

import org.jspecify.annotations.NullMarked;
