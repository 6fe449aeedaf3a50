package io.skerry.edge.oracle;

import java.util.Arrays;

/** Compares content as it arrives with what it must be, block by block. One thread, one response. */
final class BodyCheck implements WireInput.Sink {

    private final OracleContent content;
    private final long start;
    private final long end;
    private final long leaveAt;
    private final byte[] received = new byte[OracleContent.BLOCK];
    private final byte[] expected = new byte[OracleContent.BLOCK];
    private long position;
    private Finding finding = Finding.AS_PUBLISHED;
    private String detail = "";

    /**
     * A check of a part of a content.
     *
     * @param start first byte
     * @param end one after the last byte
     * @param leaveAt the client leaves when it has so many bytes
     */
    BodyCheck(OracleContent content, long start, long end, long leaveAt) {
        this.content = content;
        this.start = start;
        this.end = end;
        this.leaveAt = leaveAt;
        this.position = start;
    }

    @Override
    public void take(byte[] bytes, int from, int count) throws ClientLeaves {
        int done = 0;
        while (done < count) {
            int inside = (int) (position % OracleContent.BLOCK);
            int step = Math.min(OracleContent.BLOCK - inside, count - done);
            System.arraycopy(bytes, from + done, received, inside, step);
            position += step;
            done += step;
            if (inside + step == OracleContent.BLOCK) {
                judge(OracleContent.BLOCK);
            }
        }
        if (position - start >= leaveAt) {
            throw new ClientLeaves();
        }
    }

    /** The finding once nothing more will come, whole or broken off. */
    Finding finish() {
        int rest = (int) (position % OracleContent.BLOCK);
        if (rest > 0) {
            judge(rest);
        }
        return finding;
    }

    /** Whether every byte has come, and no more. */
    boolean isWhole() {
        return position == end;
    }

    String detail() {
        return detail.isEmpty() ? "content ends at " + position + " instead of " + end : detail;
    }

    private void judge(int until) {
        long blockStart = (position - 1) / OracleContent.BLOCK * OracleContent.BLOCK;
        int from = (int) Math.max(0, start - blockStart);
        content.block(blockStart, expected);
        if (finding != Finding.AS_PUBLISHED || Arrays.equals(received, from, until, expected, from, until)) {
            return;
        }
        boolean whole = from == 0 && until == OracleContent.BLOCK;
        finding = whole && content.isForeign(received) ? Finding.FOREIGN : Finding.CORRUPT;
        detail = "at " + blockStart + ": " + OracleContent.describe(received) + " instead of "
                + OracleContent.describe(expected);
    }

    /** What the bytes so far are. */
    enum Finding {
        AS_PUBLISHED,
        CORRUPT,
        FOREIGN
    }

    /** The client has what it wanted and closes the connection. */
    static final class ClientLeaves extends java.io.IOException {
        ClientLeaves() {
            super("the client leaves");
        }
    }
}
