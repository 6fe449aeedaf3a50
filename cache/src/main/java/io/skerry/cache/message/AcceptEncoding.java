package io.skerry.cache.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What codings a request takes, and how much it likes them (RFC 9110 12.5.3). Immutable; parsing never fails.
 *
 * <p>A malformed weight counts as the full one: it refuses nothing that the client named.
 */
public final class AcceptEncoding {

    private static final String FIELD = "Accept-Encoding";
    private static final int UNSET = -1;
    private static final List<ContentCoding> ALL_CODINGS = List.of(ContentCoding.values());
    private static final String ALL = text(ALL_CODINGS);
    private static final AcceptEncoding ABSENT = new AcceptEncoding(List.of(), Presence.ABSENT);

    private record Weighted(String coding, int weight) {}

    private enum Presence {
        ABSENT,
        PRESENT
    }

    private final List<Weighted> members;
    private final Presence presence;

    private AcceptEncoding(List<Weighted> members, Presence presence) {
        this.members = members;
        this.presence = presence;
    }

    /** What a request with these fields takes. */
    public static AcceptEncoding of(Headers headers) {
        List<String> lines = headers.all(FIELD);
        if (lines.isEmpty()) {
            return ABSENT;
        }
        List<Weighted> members = new ArrayList<>(6);
        for (String member : FieldList.members(lines)) {
            members.add(weighted(member));
        }
        return new AcceptEncoding(members, Presence.PRESENT);
    }

    /** Whether the client takes a content in this coding; without the field it takes any. */
    public boolean accepts(String coding) {
        return presence == Presence.ABSENT || weight(coding) > 0;
    }

    /**
     * Those of the offered codings that the client asked for, the best first: by its weights and then in the order of the offer.
     * Without one it wants the content as it is: without the field, too.
     *
     * @param offered without duplicates
     */
    public List<ContentCoding> choose(List<ContentCoding> offered) {
        if (members.isEmpty() || offered.isEmpty()) {
            return List.of();
        }
        // What is liked less than the content as it is would be a disservice.
        int least = Math.max(1, named(ContentCoding.IDENTITY));
        List<ContentCoding> chosen = new ArrayList<>(offered.size());
        for (ContentCoding coding : offered) {
            int weight = weight(coding.token());
            if (weight >= least) {
                int at = chosen.size();
                while (at > 0 && weight(chosen.get(at - 1).token()) < weight) {
                    at--;
                }
                chosen.add(at, coding);
            }
        }
        return chosen;
    }

    /** The choice as a text, the same for all requests that choose alike: {@code br,gzip}, {@code identity} for none. */
    public String chosen(List<ContentCoding> offered) {
        List<ContentCoding> chosen = choose(offered);
        return chosen.isEmpty() ? ContentCoding.IDENTITY : text(chosen);
    }

    /** Codings as a text, separated by commas. */
    public static String text(List<ContentCoding> codings) {
        StringBuilder text = new StringBuilder(16);
        for (ContentCoding coding : codings) {
            text.append(text.isEmpty() ? "" : ",").append(coding.token());
        }
        return text.toString();
    }

    /** The codings in such a text; unknown ones are left out. */
    public static List<ContentCoding> codings(String text) {
        if (text.equals(ALL)) {
            return ALL_CODINGS;
        }
        List<ContentCoding> codings = new ArrayList<>(3);
        for (String name : FieldList.members(text)) {
            ContentCoding.of(name).ifPresent(codings::add);
        }
        return codings;
    }

    private int weight(String coding) {
        int named = named(coding);
        if (named != UNSET) {
            return named;
        }
        int any = named("*");
        if (any != UNSET) {
            return any;
        }
        // RFC 9110 12.5.3: what is not coded is acceptable unless it is excluded, though nobody asked for it.
        return coding.equalsIgnoreCase(ContentCoding.IDENTITY) ? 1 : 0;
    }

    private int named(String coding) {
        for (Weighted member : members) {
            if (member.coding().equals(coding)) {
                return member.weight();
            }
        }
        return UNSET;
    }

    private static Weighted weighted(String member) {
        int semicolon = member.indexOf(';');
        String name = FieldList.trim(member, 0, semicolon < 0 ? member.length() : semicolon)
                .toLowerCase(Locale.ROOT);
        int weight = QualityValue.FULL;
        if (semicolon >= 0) {
            for (String part : FieldList.split(member.substring(semicolon + 1), ';')) {
                if (QualityValue.isWeight(part)) {
                    weight = QualityValue.thousandths(part);
                }
            }
        }
        return new Weighted(name.equals("x-gzip") ? ContentCoding.GZIP.token() : name, weight);
    }
}
