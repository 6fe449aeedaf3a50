/**
 * The oracle: an origin whose every byte can be told from its URL, a client that checks every byte, and a ledger of what was
 * published and purged between them. Put an edge between origin and client, in this process or in another, throw faults at it,
 * and read one line: {@code responses, complete, corrupt, stale-after-purge, foreign, failed}.
 *
 * <p>Imports the JDK alone, and speaks HTTP/1.1 with sockets of its own: what it finds must not depend on the libraries that it
 * judges. Start at {@link io.skerry.edge.oracle.OracleOrigin}, then {@link io.skerry.edge.oracle.OracleClient} and
 * {@link io.skerry.edge.oracle.OracleLoad}.
 */
@NullMarked
package io.skerry.edge.oracle;

import org.jspecify.annotations.NullMarked;
