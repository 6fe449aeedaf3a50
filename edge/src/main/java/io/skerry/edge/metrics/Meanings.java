package io.skerry.edge.metrics;

import static java.util.Map.entry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Map;

/**
 * What each of our meters means, which Prometheus shows as its {@code HELP}: given to a meter as it is registered, by its name. The
 * same sentences stand in {@code deploy/metrics.md}; a test compares them.
 */
final class Meanings implements MeterFilter {

    private static final Map<String, String> BY_NAME = Map.ofEntries(
            entry(
                    "skerry.requests",
                    "exchanges ended; status is the code if it is a common one, else its class (4xx), none if no "
                            + "head was sent"),
            entry(
                    "skerry.request.duration",
                    "from the complete request head to the last byte written, or to the abort"),
            entry("skerry.response.bytes", "content sent to clients"),
            entry("skerry.request.bytes", "content received from clients"),
            entry("skerry.aborts", "exchanges that did not end well: client-abort, broken (the source broke off)"),
            entry("skerry.cache.decisions", "why the cache decided as it did, in the words of Cache-Status"),
            entry(
                    "skerry.origin.requests",
                    "requests to origins, those that no client waits for included; none is a failure"),
            entry("skerry.origin.head.duration", "from sending the request to the response's head"),
            entry("skerry.origin.failures", "requests to origins that gave no response"),
            entry("skerry.store.entries", "stored responses"),
            entry("skerry.store.size", "room taken, charged by slot or record"),
            entry("skerry.store.capacity", "the room there is"),
            entry("skerry.store.lookups", "lookups that reached the tier: hit, miss"),
            entry("skerry.store.admissions", "responses added"),
            entry(
                    "skerry.store.evictions",
                    "responses removed to make room: weight (the tier is full), place (a size class or a segment "
                            + "is), variants (too many of one key)"),
            entry(
                    "skerry.store.refusals",
                    "responses not taken or not looked for: write-queue, read-queue (full), no-room, unavailable "
                            + "(the disk fails), not-admitted (admit: second-hit)"),
            entry(
                    "skerry.store.corruptions",
                    "records whose checksum, length or version did not match; none of them was served"),
            entry("skerry.store.io.errors", "failed file operations"),
            entry("skerry.store.sinks.open", "responses arriving now"),
            entry("skerry.store.leases.open", "bodies being read now"),
            entry(
                    "skerry.memory.capacity",
                    "native memory for responses: storage.memory, which hot, fill and read share"),
            entry(
                    "skerry.memory.used",
                    "the ledger; its uses add up. Native: hot (stored), fill (arriving), read (read from disk), "
                            + "overflow (arriving without room). Direct buffers: network (of connections, those in stock "
                            + "included), files (of records). Native tables and windows, and pieces on their way: encoders, "
                            + "decoders. Heap: bodies (contents that functions collected, fetched or answered with), work "
                            + "(what functions asked for, such as pixels)"),
            entry("skerry.memory.limit", "how much each may take; hot, fill and read together"),
            entry(
                    "skerry.memory.refusals",
                    "askers that got nothing: overflow (a response is not stored), encoders (stored as it came), "
                            + "decoders (503, or broken off where the window is large), bodies (the function's call fails, "
                            + "onError decides), work (the function was told)"),
            entry("skerry.disk.recovering", "1 while shards are still being opened or indexed"),
            entry(
                    "skerry.disk.alarm",
                    "1 while files cannot be written (full, read-only, broken or standing still), reads take longer than two "
                            + "seconds or a shard is quarantined: traffic goes on, and storing resumes alone"),
            entry(
                    "skerry.disk.shards",
                    "shard files: open, opening, quarantined (faulted, out of use until made anew, which is tried "
                            + "again and again)"),
            entry(
                    "skerry.disk.recovery",
                    "from the start until everything on disk was indexed; until now while recovering"),
            entry(
                    "skerry.disk.scrub.records",
                    "records that the background check has read and compared with their checksums"),
            entry("skerry.disk.scrub.findings", "of those, damaged or missing ones; they were removed"),
            entry("skerry.disk.scrub.passes", "complete turns of the background check"),
            entry("skerry.disk.writes.queued", "responses waiting to be written"),
            entry("skerry.purge.seq", "sequence number of the newest purge in force"),
            entry("skerry.purge.records", "selectors of purges that the memory index keeps apart"),
            entry("skerry.purge.journal", "length of the purge journal on disk"),
            entry(
                    "skerry.purge.journal.writable",
                    "0 while the journal cannot be written: purges are refused (503), or wait where the disk does not "
                            + "answer, and are taken again as soon as it can"),
            entry(
                    "skerry.purge.sweep.backlog",
                    "purge records that are kept; falls when a sweep has passed over everything stored, which is "
                            + "worth it for journals above 2 MiB"),
            entry(
                    "skerry.cluster.connected",
                    "1 while the node follows the cluster's log; these are absent on a node that stands alone"),
            entry(
                    "skerry.cluster.lease",
                    "0 once the node was cut off for longer than its lease: every hit is validated"),
            entry("skerry.cluster.evictable", "1 while Redis may evict the cluster's log when its memory is full"),
            entry("skerry.cluster.seq", "the newest entry of the cluster's log that is applied here"),
            entry("skerry.cluster.queued", "purges in force here that the cluster's log does not have yet"),
            entry("skerry.cluster.lag", "entries of the cluster's log that another node has not acknowledged"),
            entry(
                    "skerry.cluster.losses",
                    "how often everything stored was dropped because the log could not vouch for it: first-contact, "
                            + "gap (trimmed), new-epoch (flushed or replaced), rolled-back, unreadable"),
            entry(
                    "skerry.purge.selectors",
                    "selectors that came into force: url, variant, tag, prefix, host, everything; hard, soft, "
                            + "invalidated"),
            entry(
                    "skerry.purge.requests",
                    "calls of the purge API: 401 for calls without a known token, 429 for callers over their limit, "
                            + "503 for a journal that cannot be written"),
            entry(
                    "skerry.purge.turned.away",
                    "callers of the purge API that were not let in: no-token, wrong-token, expired-token, limited "
                            + "(a token over its limit), limited-stranger (an address with too many wrong tokens)"),
            entry(
                    "skerry.purge.complete",
                    "from the purge call to its being in force on every node; purges that are still on their way "
                            + "are not in it"),
            entry(
                    "skerry.purge.matched",
                    "stored responses of this node that purges found, as far as they were counted"),
            entry(
                    "skerry.function.calls",
                    "calls: done, error (and once more for a transform that fails), overrun (cut at the deadline), refused (queue full)"),
            entry("skerry.function.duration", "from submission to the end of the call, failures included"),
            entry("skerry.geo.age", "of the geo data in use, since its publisher built it"),
            entry(
                    "skerry.geo.failures",
                    "addresses that a damaged geo database could not answer for: taken as unknown"),
            entry("skerry.function.counts", "counters that functions keep themselves"),
            entry(
                    "skerry.function.queue",
                    "calls that wait for a thread of cpu; calls that run in blocking, where none waits (256 at most)"),
            entry("skerry.coding.encoded", "contents encoded to their end: zstd, br, gzip"),
            entry("skerry.coding.plain.bytes", "bytes that went into encoders"),
            entry("skerry.coding.coded.bytes", "bytes that came out of them"),
            entry("skerry.coding.decoded", "stored contents decoded for clients that refused their coding"),
            entry("skerry.coding.active", "encoders and decoders in use"),
            entry("skerry.coding.refused", "no coder was free: encode (stored as it came), decode (answered 503)"),
            entry("skerry.connections.open", "connections open now; listener is http, https or admin"),
            entry(
                    "skerry.connections.cut",
                    "clients' connections that a guard ended: slow-head (no complete head or TLS handshake in time), "
                            + "slow-content (content of a request stood still), slow-reader (took nothing of what was "
                            + "ready, a WebSocket included), unread-content (went on sending what nobody wanted), "
                            + "flood (HTTP/2, told to ENHANCE_YOUR_CALM), too-many (over server.limits.connections, or "
                            + "beyond what the files that the process may open leave room for). Connections unused for "
                            + "keepAlive are not counted, nor those on which HTTP/2 was agreed and never begun"),
            entry(
                    "skerry.streams.stalled",
                    "streams of HTTP/2 that took nothing while others of their connection went on, and were reset for "
                            + "that"),
            entry(
                    "skerry.streams.reset",
                    "streams of HTTP/2 that clients (client) or this side (edge, stalled ones included, "
                            + "not those answered before all of their content had come) reset"),
            entry("skerry.generation", "generation of the routes file in force"),
            entry("skerry.accesslog.lines", "access-log lines written (absent with server.accessLog: off)"),
            entry(
                    "skerry.accesslog.dropped",
                    "access-log lines lost because the reader of the log was too slow, or could not be written to (absent with "
                            + "server.accessLog: off)"),
            entry("skerry.process.resident.memory", "resident set (Linux; NaN elsewhere)"),
            entry("skerry.process.open.fds", "open file descriptors"),
            entry("skerry.process.max.fds", "the limit on them"),
            entry("skerry.process.cpu.seconds", "processor time used"),
            entry("skerry.process.start.time", "start of the process since the epoch"));

    @Override
    public Meter.Id map(Meter.Id id) {
        String meaning = BY_NAME.get(id.getName());
        return meaning == null
                ? id
                : new Meter.Id(id.getName(), Tags.of(id.getTags()), id.getBaseUnit(), meaning, id.getType());
    }
}
