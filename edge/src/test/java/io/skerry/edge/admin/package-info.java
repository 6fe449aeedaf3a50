/** Tests of the admin listener. */
@NullMarked
package io.skerry.edge.admin;

import org.jspecify.annotations.NullMarked;
