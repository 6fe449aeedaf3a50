/** Tests of the access log. */
@NullMarked
package io.skerry.edge.accesslog;

import org.jspecify.annotations.NullMarked;
