package io.skerry.functions.builtin.image;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Keeps from the decoder the ICC profile of a picture for printing (four components) that is one for other colours (ICC.1 B.4): it
 * would take the inks for these. Of other pictures the decoder leaves aside what does not fit by itself.
 */
final class JpegProfile {

    private static final byte[] MARK = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
    private static final int APP2 = 0xe2;
    private static final int INKS = 4;
    private static final int CMYK = 0x434d594b;
    /** Of the profile's colour space behind a segment's marker: the length, the mark, two counters, and what stands before it. */
    private static final int COLOR_SPACE_AT = 2 + 2 + 12 + 2 + 16;

    private JpegProfile() {}

    /** A segment, from its marker to its end. */
    private record Segment(int from, int to) {}

    /** The file, without a profile that does not fit; a malformed one as it is. */
    static InputStream fitting(byte[] file) {
        List<InputStream> kept = new ArrayList<>();
        int at = 0;
        for (Segment segment : misfits(file)) {
            kept.add(new ByteArrayInputStream(file, at, segment.from() - at));
            at = segment.to();
        }
        kept.add(new ByteArrayInputStream(file, at, file.length - at));
        return kept.size() == 1 ? kept.getFirst() : new SequenceInputStream(Collections.enumeration(kept));
    }

    private static List<Segment> misfits(byte[] file) {
        try {
            return misfits(ByteBuffer.wrap(file));
        } catch (IndexOutOfBoundsException cutOff) {
            return List.of();
        }
    }

    private static List<Segment> misfits(ByteBuffer file) {
        List<Segment> profile = new ArrayList<>();
        int components = 0;
        int at = 2;
        while (JpegHeader.isMarker(file, at) && !JpegHeader.endsHead(file, at)) {
            int marker = file.get(at + 1) & 0xff;
            if (marker == 0xff) {
                at++;
                continue;
            }
            int end = at + 2 + (file.getShort(at + 2) & 0xffff);
            if (marker == APP2 && holdsMark(file, at + 4)) {
                profile.add(new Segment(at, end));
            } else if (JpegHeader.isFrame(marker)) {
                components = file.get(at + 9) & 0xff;
            }
            at = end;
        }
        boolean misfit = components == INKS
                && !profile.isEmpty()
                && file.getInt(profile.getFirst().from() + COLOR_SPACE_AT) != CMYK;
        return misfit ? profile : List.of();
    }

    private static boolean holdsMark(ByteBuffer file, int at) {
        for (int i = 0; i < MARK.length; i++) {
            if (file.get(at + i) != MARK[i]) {
                return false;
            }
        }
        return true;
    }
}
