@NullMarked
package io.skerry.edge.server.http2;

import org.jspecify.annotations.NullMarked;
