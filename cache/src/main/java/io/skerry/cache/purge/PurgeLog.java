package io.skerry.cache.purge;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.purge.PublishedSeq.Supply;
import io.skerry.cache.purge.index.IndexLimits;
import io.skerry.cache.purge.index.Marks;
import io.skerry.cache.purge.index.PurgeIndex;
import io.skerry.cache.purge.index.TagCase;
import io.skerry.cache.purge.journal.JournalPage;
import io.skerry.cache.purge.journal.JournalPages;
import io.skerry.cache.purge.journal.PurgeJournal;
import io.skerry.cache.purge.journal.RecordSink;
import io.skerry.cache.purge.record.PurgeScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The node's purges in order, and the one question asked of them: has this stored response been purged?
 *
 * <p>A purge costs one record, whatever it matches: nothing stored is looked for. Every response carries the {@link #stamp()}
 * read before its fetch began, and is purged if a newer record matches it. So a fetch in flight cannot bring purged content back,
 * and a restart only has to replay the journal.
 *
 * <p>All methods may be called on any thread and, but for {@link #open}, never block.
 */
public final class PurgeLog implements PurgeJudge, AutoCloseable {

    private final long incarnation;
    private final JournalRecovery recovery;
    private final RecordSink sink;
    private final PurgeIndex index;
    private final PublishedSeq published;
    private final PurgeWriter writer;
    private final Invalidations invalidations;
    private final ServingLease lease = new ServingLease();
    private final PurgeVerdicts verdicts;
    private final PeerPurges peers;

    private PurgeLog(RecoveredJournal journal, PublishedSeq published, InstantSource clock) {
        this.incarnation = journal.incarnation();
        this.recovery = journal.recovery();
        this.sink = journal.sink();
        this.index = journal.index();
        this.published = published;
        this.invalidations = new Invalidations(published);
        this.verdicts = new PurgeVerdicts(incarnation, index, published, invalidations, lease);
        this.writer = new PurgeWriter(journal, published, clock);
        this.peers = new PeerPurges(writer, journal.outbox());
    }

    /**
     * Opens the journal in a folder, made if it is absent, and replays it. A journal that is missing or damaged is replaced by an
     * empty one of another incarnation, which makes everything stored before unusable. One that takes no records now (on a full disk,
     * say) is no reason not to start: until it does, purges are refused and everything stored is validated. Blocks.
     *
     * @param folder the cache folder
     * @param clock stamps purges
     * @throws IOException if there is no journal and none can be made, or another process uses it
     */
    public static PurgeLog open(Path folder, InstantSource clock) throws IOException {
        return open(folder, clock, TagCase.SENSITIVE);
    }

    /** Opens the journal in a folder as {@link #open(Path, InstantSource)} does; {@code tagCase} tells how tags compare. */
    public static PurgeLog open(Path folder, InstantSource clock, TagCase tagCase) throws IOException {
        return open(folder, clock, IndexLimits.DEFAULT, tagCase);
    }

    static PurgeLog open(Path folder, InstantSource clock, IndexLimits limits, TagCase tagCase) throws IOException {
        Files.createDirectories(folder);
        return opened(RecoveredJournal.recover(folder, limits, tagCase), clock);
    }

    /** A log that goes on with what an earlier run has left. Blocks. */
    static PurgeLog opened(RecoveredJournal journal, InstantSource clock) {
        PurgeLog log =
                start(journal, PublishedSeq.awaitingRecord(journal.lastNumber(), PublishedSeq.LOCAL_BITS), clock);
        // Responses stored by an earlier run carry invalidation numbers that are gone; this record's number is above
        // them all. Where it cannot be written now, the writer tries again.
        log.writer.submitMark().toCompletableFuture().join();
        return log;
    }

    /**
     * An empty log that forgets everything when the process ends.
     *
     * @param clock stamps purges
     */
    public static PurgeLog inMemory(InstantSource clock) {
        return over(RecordSink.none(), PublishedSeq.LOCAL_BITS, clock);
    }

    /** An empty log over any sink. */
    static PurgeLog over(RecordSink sink, int localBits, InstantSource clock) {
        return start(RecoveredJournal.empty(sink, TagCase.SENSITIVE), new PublishedSeq(0, localBits), clock);
    }

    private static PurgeLog start(RecoveredJournal journal, PublishedSeq published, InstantSource clock) {
        PurgeLog log = new PurgeLog(journal, published, clock);
        Thread.ofPlatform().name("skerry-purge-journal").daemon().start(log.writer);
        return log;
    }

    /** What was found when the log was opened. */
    public JournalRecovery recovery() {
        return recovery;
    }

    @Override
    public long incarnation() {
        return incarnation;
    }

    @Override
    public long publishedSeq() {
        return published.stampable();
    }

    /** Where the log stands now. Read before the first input of a fetch, and once when a request arrives. */
    public JournalStamp stamp() {
        return new JournalStamp(incarnation, published.stampable());
    }

    /**
     * Purges on this node what any of the selectors matches: all of it or, if refused, nothing.
     *
     * @param selectors at least one
     * @param mode hard or soft
     * @return completes on the log's own thread, never exceptionally; do no work there
     */
    public CompletionStage<PurgeReceipt> purge(List<PurgeSelector> selectors, PurgeMode mode) {
        return purge(selectors, mode, PurgeScope.NODE);
    }

    /**
     * The same, and remembers whether the cluster is to be told.
     *
     * @param scope {@link PurgeScope#NODE}, or {@link PurgeScope#CLUSTER} to queue it for the cluster's log as well
     */
    public CompletionStage<PurgeReceipt> purge(List<PurgeSelector> selectors, PurgeMode mode, PurgeScope scope) {
        if (selectors.isEmpty()) {
            throw new IllegalArgumentException("a purge without selectors");
        }
        return writer.submit(selectors, mode, scope);
    }

    /** The log's side towards the cluster: purges of other nodes, and those to be told to them. */
    public PeerPurges peers() {
        return peers;
    }

    /** Whether what is stored may be used without asking the origin. */
    public ServingLease lease() {
        return lease;
    }

    /** Lets somebody hear of each purge from now on; one at most. */
    public void watchedBy(PurgeWatcher watcher) {
        writer.watchedBy(watcher);
    }

    /**
     * Forgets the records up to one, as far as nothing needs them and it is worth while. Everything that is stored must have been
     * compared with them by {@link #sweep}: what was not is taken for purged from then on.
     *
     * @param stamp of the moment up to which everything stored has been compared
     */
    public CompletionStage<PurgeReceipt> retire(JournalStamp stamp) {
        return writer.submitRetirement(published.recordOf(stamp.seq()));
    }

    /**
     * Invalidates a URL after an unsafe method succeeded on it (RFC 9111 4.4): what is stored of it, or made from it, is validated
     * before it is used again. In force at once, on this node, in memory.
     *
     * @param uri canonical, of the same origin as the request's
     * @param site the site of the request
     */
    public void invalidate(TargetUri uri, String site) {
        invalidated(invalidations.add(uri, site));
    }

    /**
     * Invalidates a group after an unsafe method succeeded (RFC 9875 3), as {@link #invalidate(TargetUri, String)} does a URL: what is
     * stored of this origin and carries the group as a tag.
     *
     * @param origin any canonical URI of it
     * @param group case-sensitive
     * @param site the site of the request
     */
    public void invalidateGroup(TargetUri origin, String group, String site) {
        invalidated(invalidations.addGroup(origin, group, site));
    }

    private void invalidated(Supply left) {
        if (left == Supply.SHORT) {
            writer.submitMark();
        }
    }

    @Override
    public PurgeVerdict judge(StoredHead head, PurgeCursor cursor) {
        return verdicts.judge(head, cursor);
    }

    @Override
    public PurgeVerdict judgeForUse(StoredHead head, PurgeCursor cursor) {
        return verdicts.judgeForUse(head, cursor);
    }

    @Override
    public SweepVerdict sweep(StoredHead head, PurgeCursor cursor, Instant softKeptSince) {
        return verdicts.sweep(head, cursor, softKeptSince);
    }

    /**
     * Whether anything newer than a sequence number matches a response that is still arriving.
     *
     * @param head the response
     * @param seq of the fetch that brings it, or of any later moment
     */
    public boolean matchesSince(StoredHead head, long seq) {
        return verdicts.matchesSince(head, seq);
    }

    /**
     * What the log remembers of exactly this selector, for people to look at: nothing where it never purged, or where its mark was
     * coarsened to a prefix, a host or a group of tags.
     */
    public Optional<RecordedPurge> newest(PurgeSelector selector) {
        return Optional.ofNullable(index.marks(selector)).map(marks -> RecordedPurge.of(marks, published));
    }

    /**
     * Begins to look for what a purge of these selectors finds: what they match and nothing before it has purged. Called before the
     * purge is handed over, and not affected by it.
     *
     * @param selectors at least one
     */
    public PurgeScan scan(List<PurgeSelector> selectors) {
        long upTo = published.load();
        long[] earlier = selectors.stream().mapToLong(this::newestHard).toArray();
        return new PurgeScan(selectors, earlier, index.tagCase(), head -> verdicts.purgedUpTo(head, upTo));
    }

    /**
     * The purges of the journal in a folder behind a number, while a log writes it. Blocks; the numbers are those of receipts.
     *
     * @param folder that was given to {@link #open}
     * @param since the newest number that is known already, 0 for none
     * @param most so many at most
     * @throws IOException if it cannot be read
     */
    public static JournalPage page(Path folder, long since, int most) throws IOException {
        return JournalPages.read(PurgeJournal.in(folder), since, most);
    }

    private long newestHard(PurgeSelector selector) {
        Marks marks = index.marks(selector);
        return marks == null ? 0 : marks.hardSeq();
    }

    /**
     * Whether an operator's purge newer than a sequence number matches a response. Invalidations are passed over: for who has just
     * made one of them, and stores what takes the place of what it invalidated.
     *
     * @param seq of the fetch that brings the response
     */
    public boolean purgedSince(StoredHead head, long seq) {
        return verdicts.purgedSince(head, seq);
    }

    /** What the log holds now. */
    public PurgeLogStats stats() {
        return new PurgeLogStats(
                published.lastRecord(),
                published.recordOf(index.retired()),
                sink.sizeBytes(),
                writer.waiting(),
                writer.refused(),
                writer.health(),
                index.sizes());
    }

    /** Takes no more purges, finishes those that wait and closes the journal. Blocks until then. */
    @Override
    public void close() {
        writer.close().toCompletableFuture().join();
    }
}
