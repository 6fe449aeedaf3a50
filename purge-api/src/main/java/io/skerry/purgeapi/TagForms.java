package io.skerry.purgeapi;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The forms in which a tag may be stored. The bytes of a field become chars one by one (RFC 9110 5.5), so a tag beyond ASCII that an
 * origin writes in UTF-8 is stored as other chars than the same tag out of JSON or a function. A purge means both.
 */
final class TagForms {

    private TagForms() {}

    /** The tag as it is first; alone where it is ASCII. */
    static Set<String> of(String tag) {
        if (tag.chars().allMatch(c -> c < 0x80)) {
            return Set.of(tag);
        }
        Set<String> forms = new LinkedHashSet<>();
        forms.add(tag);
        forms.add(new String(tag.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        decoded(tag).ifPresent(forms::add);
        return forms;
    }

    /** What the chars of a field mean, if they are the bytes of UTF-8. */
    private static Optional<String> decoded(String tag) {
        if (!tag.chars().allMatch(c -> c <= 0xFF)) {
            return Optional.empty();
        }
        try {
            CharBuffer text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(tag.getBytes(StandardCharsets.ISO_8859_1)));
            return Optional.of(text.toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }
}
